import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {deployment, service} from '../releases/route-scene.ts';
import {readSituation} from '../releases/situation.ts';
import {createDesk, type Desk} from './support/desk.ts';
import {confirmTowardCanary, confirmTowardStable} from './support/recorded.ts';
import {sample, served} from './support/session.ts';

const route = 'release:prod/virtualservices.networking.istio.io/test/reviews';

/** Requests to the one Service, told apart by the workload that answered. */
function reviews(version: 'v1' | 'v2', requestsPerSecond: number, errorsPerSecond: number): TrafficSample {
	const measured = sample('reviews', requestsPerSecond, errorsPerSecond);
	const identity = {
		...measured.identity,
		namespace: ident('test'),
		workload: ident(`reviews-${version}`),
		version: ident(version),
	};
	return {...measured, identity};
}

/** perch in front of the recorded route and what runs behind it, the release open. */
function deskWith(failuresOfCanary: number): Desk {
	const {objects, nowMs} = readSituation('routes/istio');
	const behind: readonly RawObject[] = [
		service('reviews', {app: 'reviews'}),
		deployment('reviews-v1', {app: 'reviews', version: 'v1'}, '1.18.0'),
		deployment('reviews-v2', {app: 'reviews', version: 'v2'}, '1.19.0'),
	];
	// Remove the rule for beta users: it makes the versions incomparable.
	const [recorded, ...others] = structuredClone(objects) as unknown as [{spec: {http: unknown[]}}, ...RawObject[]];
	recorded.spec.http.shift();
	const desk = createDesk({
		objects: [recorded as unknown as RawObject, ...others, ...behind],
		nowMs,
		world: {
			served: {...served, 'destinationrules.networking.istio.io': ['v1']},
			trafficAt: () => [reviews('v1', 900, 1), reviews('v2', 100, failuresOfCanary)],
		},
	});
	desk.advance(2_000);
	desk.press('R', 'home');
	const open = () => {
		const place = desk.state().screen.stack.at(-1);
		return place?.kind === 'release' ? place.key : null;
	};
	for (let row = 0; row < 3 && open() !== route; row += 1) {
		if (open() !== null) desk.press('escape', 'down');
		desk.press('enter');
	}
	expect(open()).toBe(route);
	desk.advance(60_000);
	return desk;
}

describe('w on a route', () => {
	test('asks for the share, takes a typed one, and shows the measured harm of the canary before it is raised', () => {
		const desk = deskWith(5);
		desk.press('w');
		desk.advance(1_000);
		expect(desk.frame().confirm?.options.map(({text}) => text)).toEqual([
			'0%',
			'1%',
			'5%',
			'25%',
			'50%',
			'75%',
			'100%',
		]);
		desk.type('33');
		desk.press('enter');
		desk.advance(1_000);
		expect(desk.frame().confirm).toMatchObject({headline: 'SET v2 (1.19.0) TO 33%', direction: 'towardCanary'});
		expect(desk.frame().confirm?.lines).toContainEqual({
			tone: 'critical',
			text: expect.stringMatching(/^CANARY IS WORSE since before \d\d:\d\d · fails 50 in 1,000, stable 1\.1$/),
		});
	});

	test('is sent once, and done when the route has the weight', () => {
		const desk = deskWith(0);
		desk.press('w');
		desk.advance(1_000);
		desk.type('25');
		desk.press('enter');
		desk.advance(1_000);
		confirmTowardCanary(desk);
		desk.advance(2_000);
		desk.sync();
		desk.advance(2_000);
		expect(desk.given('send')).toHaveLength(1);
		expect(desk.context.derive.releases(desk.state()).get(route)?.split.configuredPercent).toBe(25);
		expect(desk.state().intents.at(-1)?.phase).toMatchObject({
			kind: 'effective',
			evidence: 'configured: default: v1 75%, v2 25%; whether it is followed, only traffic tells',
		});
	});

	test('a way back that its owner undoes names the owner that the dialog named', () => {
		const desk = deskWith(0);
		const path = '/metadata/labels';
		const value = {'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system'};
		desk.server.mutate('VirtualService', 'reviews', [{op: 'add', path, value}]);
		desk.sync();
		desk.press('x');
		confirmTowardStable(desk);
		desk.advance(2_000);
		desk.sync();
		desk.server.mutate('VirtualService', 'reviews', [
			{op: 'replace', path: '/spec/http/0/route/0/weight', value: 90},
			{op: 'replace', path: '/spec/http/0/route/1/weight', value: 10},
		]);
		desk.sync();
		expect(desk.state().intents.at(-1)?.phase).toMatchObject({
			kind: 'reverted',
			text: expect.stringMatching(/^undone, as was to be expected of Flux kustomization flux-system\/apps: /),
		});
	});

	test('a way back that a colleague undoes is no longer called done', () => {
		const desk = deskWith(0);
		desk.press('x');
		confirmTowardStable(desk);
		desk.advance(2_000);
		desk.sync();
		expect(desk.state().intents.at(-1)).toMatchObject({
			phase: {kind: 'effective'},
			recovery: {kind: 'watching', text: 'waiting for measured traffic'},
		});
		desk.server.mutate('VirtualService', 'reviews', [
			{op: 'replace', path: '/spec/http/0/route/0/weight', value: 90},
			{op: 'replace', path: '/spec/http/0/route/1/weight', value: 10},
		]);
		desk.sync();
		expect(desk.state().intents.at(-1)).toMatchObject({
			phase: {
				kind: 'reverted',
				text: 'undone by somebody or something: somebody wrote it since: default: v1 90%, v2 10%',
			},
			recovery: null,
		});
		const outcomes = desk.given('record').flatMap(({record}) => (record.record === 'outcome' ? [record.outcome] : []));
		expect(outcomes.slice(-2)).toEqual(['effective', 'reverted']);
	});
});
