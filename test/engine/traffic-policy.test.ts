import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {ejections} from '../../source/engine/questions/ejections.ts';
import type {Ejection} from '../../source/meshes/contract.ts';
import {askings} from './support/asking.ts';
import {createDesk, type Desk, type DeskOptions} from './support/desk.ts';
import {deskOn, objectsOf} from './support/recorded.ts';
import {down, forbidden, narrow, served} from './support/session.ts';

const nowMs = Date.parse('2026-11-21T08:00:00Z');
const gateway = {namespace: 'pay', name: 'gateway'};

function raw(apiVersion: string, kind: string, name: string, spec: object, namespace = 'pay'): RawObject {
	return {apiVersion, kind, metadata: {name, namespace, uid: `${kind}-${name}`}, spec} as unknown as RawObject;
}

const service = raw('v1', 'Service', 'gateway', {selector: {app: 'gateway'}});
const rule = raw('networking.istio.io/v1', 'DestinationRule', 'gateway', {
	host: 'gateway',
	trafficPolicy: {loadBalancer: {simple: 'RANDOM'}, outlierDetection: {}, tls: {mode: 'DISABLE'}},
});
const strict = raw('security.istio.io/v1', 'PeerAuthentication', 'default', {mtls: {mode: 'STRICT'}});

const withIstio = {
	...served,
	'destinationrules.networking.istio.io': ['v1'],
	'peerauthentications.security.istio.io': ['v1'],
};

/** perch with the screen of the payment gateway open. */
function open(
	objects: readonly RawObject[],
	world: DeskOptions['world'] = {},
	others: Partial<DeskOptions> = {},
): Desk {
	const desk = createDesk({...others, objects, nowMs, world: {served: withIstio, ...world}});
	desk.advance(2_000);
	desk.press('home', 'enter');
	desk.advance(2_000);
	return desk;
}

function policy(desk: Desk): readonly string[] {
	const {screen} = desk.frame();
	if (screen.kind !== 'service') throw new Error(`the ${screen.kind} screen is open`);
	return screen.view.policy.map(({label, text, tone}) => `${tone} ${label}: ${text}`);
}

function ejected(count: number, subset: string | null = null): readonly Ejection[] {
	return [{service: gateway, subset: subset === null ? null : safe`v2`, ejected: count}];
}

describe('the policy of the open service', () => {
	test('is one quiet line where nothing is set', () => {
		expect(policy(open([service]))).toEqual(['quiet policy: defaults · mTLS PERMISSIVE: plain text is accepted too']);
		expect(policy(open([service], {served: {services: ['v1']}}))).toEqual(['quiet policy: defaults']);
	});

	test('begins with the settings that fail requests', () => {
		expect(policy(open([service, rule, strict], {ejections: ejected(0)}))).toEqual([
			"critical mTLS: callers' DISABLE against STRICT: every request fails",
			'quiet outliers: out after 5 5xx in a row for 30s, at most 10 %',
			'quiet balancer: random',
		]);
	});

	test('follows changes of its objects', () => {
		const desk = open([service, rule], {ejections: ejected(0)});
		expect(policy(desk)).toContain('quiet balancer: random');
		const path = '/spec/trafficPolicy/loadBalancer/simple';
		desk.server.mutate('DestinationRule', 'gateway', [{op: 'replace', path, value: 'ROUND_ROBIN'}]);
		desk.sync();
		expect(policy(desk)).toContain('quiet balancer: round robin');
	});

	test('is not known, rather than defaults, where rules may not be read', () => {
		const desk = open([service, rule]);
		const id = 'destinationrules.networking.istio.io|||';
		// The rule that was read stays while the server is away.
		desk.watchTells(id, {kind: 'failing', error: down, retryAtMs: null, atMs: 0});
		expect(policy(desk)).toContain('quiet balancer: random');
		expect(policy(desk).join()).not.toContain('not read');
		const error = forbidden('list destinationrules');
		desk.watchTells(id, {kind: 'failing', error, retryAtMs: null, atMs: 0});
		expect(policy(desk)).toContain('text policy: not known, as these are not read: DestinationRule');
		expect(policy(desk).join()).not.toContain('defaults');
	});
});

describe('current ejections', () => {
	test('are asked for while a service or a release is open, and not otherwise', () => {
		const desk = open([service, rule], {}, {size: narrow});
		desk.advance(60_000);
		const asked = askings(desk, ejections);
		expect(asked.length).toBeGreaterThan(3);
		expect(asked.every(({asked: {services}}) => services.length === 1 && services[0]?.name === 'gateway')).toBe(true);
		for (const [at, {givenAtMs}] of asked.slice(1).entries()) {
			expect(givenAtMs - (asked[at]?.givenAtMs ?? 0)).toBeGreaterThanOrEqual(10_000);
		}
		desk.press('escape');
		desk.advance(60_000);
		expect(askings(desk, ejections)).toHaveLength(asked.length);
	});

	test('are not asked for again at once after a failure', () => {
		const desk = open([service, rule], {ejections: null});
		desk.advance(60_000);
		expect(askings(desk, ejections).length).toBeLessThan(8);
	});

	test('are shown before the rule while they last, with or without a rule', () => {
		expect(policy(open([service, rule], {ejections: ejected(2)}))).toContain(
			'warning outliers: 2 of gateway EJECTED NOW by a caller · out after 5 5xx in a row for 30s, at most 10 %',
		);
		expect(policy(open([service], {ejections: ejected(1)}))).toContain(
			'warning outliers: 1 of gateway EJECTED NOW by a caller',
		);
	});

	test('that are not measured are not shown as zero', () => {
		expect(policy(open([service, rule], {ejections: []})).join()).toContain('ejections are not measured');
		expect(policy(open([service, rule], {ejections: ejected(0)})).join()).not.toContain('measured');
	});

	test('are not called current when nothing was measured for half a minute', () => {
		const desk = open([service, rule], {ejections: ejected(2)});
		expect(policy(desk).join()).toContain('EJECTED NOW');
		desk.world.ejections = null;
		desk.advance(45_000);
		expect(policy(desk).join()).not.toContain('EJECTED NOW');
	});
});

describe('on the release screen', () => {
	function contradictions(desk: Desk): readonly string[] {
		const {screen} = desk.frame();
		if (screen.kind !== 'release') throw new Error(`the ${screen.kind} screen is open`);
		return screen.view.contradictions;
	}

	test('a canary whose pods callers eject is reported, by the Service that leads to it', () => {
		const of = (name: string): readonly Ejection[] => [{service: {namespace: 'shop', name}, subset: null, ejected: 1}];
		const paused = 'argo-canary/02-paused-at-step-1';
		expect(contradictions(deskOn(paused, {world: {ejections: of('checkout-canary')}}))).toEqual([
			'1 of 1 canary pods EJECTED NOW by outlier detection of a caller',
		]);
		expect(contradictions(deskOn(paused, {world: {ejections: of('checkout-stable')}}))).toEqual([]);
	});

	test('a subset counts as the canary when its labels name the version of the canary', () => {
		const reviews = {namespace: 'test', name: 'reviews'};
		const objects = [...objectsOf('routes/istio'), raw('v1', 'Service', 'reviews', {}, 'test')];
		const of = (subset: ReturnType<typeof safe>): readonly Ejection[] => [{service: reviews, subset, ejected: 1}];
		const told = (subset: ReturnType<typeof safe>) =>
			contradictions(deskOn('routes/istio', {objects, world: {served: withIstio, ejections: of(subset)}})).filter(
				text => text.includes('EJECTED'),
			);
		expect(told(safe`v2`)).toEqual(['1 canary pods EJECTED NOW by outlier detection of a caller']);
		expect(told(safe`v1`)).toEqual([]);
	});

	test('injected faults are reported', () => {
		const objects = objectsOf('argo-canary/02-paused-at-step-1');
		const fault = {abort: {httpStatus: 503, percentage: {value: 10}}};
		const spec = {
			hosts: ['checkout.shop.svc.cluster.local'],
			http: [{fault, route: [{destination: {host: 'checkout-stable'}}]}],
		};
		const injected = raw('networking.istio.io/v1', 'VirtualService', 'chaos', spec);
		const desk = deskOn('argo-canary/02-paused-at-step-1', {
			objects: [...objects, injected, raw('v1', 'Service', 'checkout', {}, 'shop')],
			world: {served: withIstio},
		});
		expect(contradictions(desk)).toContain('fault: FAULT INJECTED: 503 for 10 %');
	});
});
