import {describe, expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {questionOf} from '../../source/engine/connecting/connect-metrics.ts';
import {mergedOrigins} from '../../source/engine/connecting/merged-origins.ts';
import {presentMeshes} from '../../source/engine/questions/present-meshes.ts';
import type {Origins} from '../../source/meshes/contract.ts';
import {askings} from './support/asking.ts';
import type {Desk} from './support/desk.ts';
import {homeOf, saidOf} from './support/home.ts';
import {confirmTowardStable, deskAt, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';

const half = 'argo-canary/06-paused-at-50-after-analysis';
const inIstio: TrafficSample = {...sample('checkout', 100, 1), mesh: 'istio'};
const inLinkerd: TrafficSample = {...sample('checkout', 90, 1), mesh: 'linkerd'};
const question =
	'set --mesh istio,linkerd or --mesh linkerd,istio: both count its requests, and the first one named is believed';

function deskWith(traffic: readonly TrafficSample[], world: Parameters<typeof deskAt>[1] = {}): Desk {
	const desk = deskAt(half, {
		world: {trafficAt: () => traffic, meshes: ['istio', 'linkerd'], ...world.world},
	});
	desk.advance(10_000);
	return desk;
}

function rowOf(desk: Desk) {
	const [row] = homeOf(desk).rows.filter(({name}) => name === 'shop/checkout');
	return {row, banners: homeOf(desk).header.banners.map(({text}) => text)};
}

describe('a service that two meshes count', () => {
	test('has no figures, and the screen asks which mesh counts and names the setting', () => {
		const {row, banners} = rowOf(deskWith([inIstio, inLinkerd]));
		const ambiguous = {kind: 'ambiguous'};
		expect(row).toMatchObject({requestsPerSecond: ambiguous, errorRatio: ambiguous, latencyP95Ms: ambiguous});
		expect(banners).toContain(`WHICH MESH? shop/checkout: ${question}`);
	});

	test('is not promoted, and its way back works', () => {
		const desk = deskWith([inIstio, inLinkerd]);
		desk.press('home', 'enter', 'p');
		expect(desk.state().screen.dialog).toBeNull();
		expect(desk.state().screen.message?.text).toBe(question);
		const {screen} = desk.frame();
		expect(screen.kind === 'release' && screen.view.headline.parts.join()).toContain(question);
		desk.advance(1_000);
		desk.press('x');
		expect(desk.state().screen.dialog).not.toBeNull();
	});

	test('has the figures of the first mesh that the operator named', () => {
		const named = (meshes: readonly ['istio' | 'linkerd', 'istio' | 'linkerd']) =>
			rowOf(deskWith([inIstio, inLinkerd], {world: {meshes, isOrdered: true}}));
		expect(named(['istio', 'linkerd'])).toMatchObject({row: {requestsPerSecond: {value: 100}}, banners: []});
		expect(named(['linkerd', 'istio'])).toMatchObject({row: {requestsPerSecond: {value: 90}}, banners: []});
	});
});

test('a mesh that counts no requests any more makes the screen ask nothing', () => {
	const gone = {...inLinkerd, requestsPerSecond: 0, errorsPerSecond: 0};
	expect(rowOf(deskWith([inIstio, gone]))).toMatchObject({row: {requestsPerSecond: {value: 100}}, banners: []});
});

test('the figures are those of the next mesh where the first named mesh does not count the service', () => {
	const desk = deskWith([inLinkerd], {world: {meshes: ['istio', 'linkerd'], isOrdered: true}});
	expect(rowOf(desk)).toMatchObject({row: {requestsPerSecond: {value: 90}}, banners: []});
});

/** The canary's Service, where its pods moved to Linkerd while stable's are in Istio. */
const stableInIstio: TrafficSample = {...sample('checkout-stable', 50), mesh: 'istio'};
const canaryInLinkerd: TrafficSample = {...sample('checkout-canary', 50, 50), mesh: 'linkerd'};

describe('a release of which each mesh counts one version', () => {
	const part = 'istio and linkerd each count a part of its requests: no figures until one counts them all';

	test.each([[['istio', 'linkerd']], [['linkerd', 'istio']]] as const)(
		'has no figures and is not promoted, though the operator named %j',
		meshes => {
			const desk = deskWith([stableInIstio, canaryInLinkerd], {world: {meshes, isOrdered: true}});
			expect(rowOf(desk)).toMatchObject({
				row: {requestsPerSecond: {kind: 'ambiguous'}},
				banners: [`WHICH MESH? shop/checkout: ${part}`],
			});
			desk.press('home', 'enter', 'p');
			expect(desk.state().screen.dialog).toBeNull();
			expect(desk.state().screen.message?.text).toBe(part);
		},
	);

	test('is never called recovered after going back, for nobody counts all of the requests to its canary', () => {
		const meshes = ['istio', 'linkerd'] as const;
		const desk = deskWith([stableInIstio, canaryInLinkerd], {world: {meshes, isOrdered: true}});
		desk.press('home', 'enter', 'x');
		confirmTowardStable(desk);
		desk.advance(200);
		desk.server.become(objectsOf('argo-canary/07-aborted'));
		// A colleague points the canary's Service back to the canary.
		const path = '/spec/selector/rollouts-pod-template-hash';
		desk.server.mutate('Service', 'checkout-canary', [{op: 'replace', path, value: '866cfb757'}]);
		desk.sync();
		desk.advance(400_000);
		const recovery = desk.state().intents.at(-1)?.recovery;
		expect(recovery).toMatchObject({kind: 'cannotTell', text: `not proven by traffic: ${part}`});
	});
});

test('a gateway that counts a trickle of the requests never stands for the row, though it was named first', () => {
	const gateway = {...sample('checkout', 0.02), mesh: 'istio'} as const;
	const desk = deskWith([gateway, inLinkerd], {world: {meshes: ['istio', 'linkerd'], isOrdered: true}});
	expect(rowOf(desk)).toMatchObject({
		row: {requestsPerSecond: {kind: 'ambiguous'}},
		banners: [
			'WHICH MESH? shop/checkout: set --mesh linkerd,istio: linkerd counts all of its requests, the other a part',
		],
	});
});

test('a row that becomes ambiguous shows no earlier comparison as if it were of now', () => {
	let traffic: readonly TrafficSample[] = [sample('checkout-stable', 50), sample('checkout-canary', 50, 5)];
	const desk = deskAt(half, {world: {trafficAt: () => traffic}});
	desk.advance(120_000);
	const comparison = () => saidOf(desk);
	expect(comparison()).toMatch(/CANARY IS WORSE/);
	traffic = [stableInIstio, canaryInLinkerd];
	desk.advance(30_000);
	expect(comparison()).toMatch(/each count a part/);
	expect(comparison()).not.toMatch(/CANARY IS WORSE/);
});

describe('a mesh that arrives while perch runs', () => {
	test('is measured within two minutes, and the figures stay meanwhile', () => {
		const desk = deskAt(half, {world: {trafficAt: () => [inIstio]}});
		desk.advance(30_000);
		expect(desk.state().metrics.source?.meshes).toEqual(['istio']);
		desk.world.meshes = ['istio', 'linkerd'];
		for (let seconds = 0; seconds < 120; seconds += 5) {
			desk.advance(5_000);
			expect(rowOf(desk).row?.requestsPerSecond.kind).toBe('value');
		}
		expect(desk.state().metrics.source?.meshes).toEqual(['istio', 'linkerd']);
	});

	test('leaves the figures as they are when connecting again fails, and is measured once it works', () => {
		const desk = deskAt(half, {world: {trafficAt: () => [inIstio]}});
		desk.advance(30_000);
		desk.world.meshes = ['istio', 'linkerd'];
		desk.world.isMetricsConfigured = false;
		for (let seconds = 0; seconds < 100; seconds += 5) {
			desk.advance(5_000);
			expect(rowOf(desk).row?.requestsPerSecond.kind).toBe('value');
		}
		desk.world.isMetricsConfigured = true;
		desk.advance(130_000);
		expect(desk.state().metrics.source?.meshes).toEqual(['istio', 'linkerd']);
	});

	test('is asked about once a minute, and perch does not connect again while the meshes stay the same', () => {
		const desk = deskAt(half, {world: {trafficAt: () => [inIstio]}});
		desk.advance(600_000);
		expect(askings(desk, presentMeshes).length).toBeLessThanOrEqual(10);
		expect(desk.given('connectMetrics')).toHaveLength(1);
	});
});

test('figures of several meshes must be of one cluster, though each mesh is', () => {
	const scope = scopeOf({});
	const of = (cluster: string, label = 'cluster'): Origins => ({
		found: 1,
		clusters: [{label, values: [ident(cluster)]}],
		copiesBy: [],
	});
	expect(questionOf(mergedOrigins([of('eu1'), of('us1')]), scope)?.kind).toBe('severalClusters');
	expect(questionOf(mergedOrigins([of('eu1'), of('eu1')]), scope)).toBeNull();
	expect(questionOf(mergedOrigins([of('eu1'), {found: 1, clusters: [], copiesBy: []}]), scope)).toBeNull();
});

describe('a service that a mesh and a gateway count', () => {
	const atTheEdge = (requests: number): TrafficSample => ({...sample('checkout', requests, 1), mesh: 'ingress-nginx'});
	const meshes = ['istio', 'ingress-nginx'] as const;
	const measuredOn = (desk: Desk) => {
		desk.press('home', 'c');
		const {screen} = desk.frame();
		return screen.kind === 'service' ? screen.view.measuredBy : screen.kind;
	};

	test('has the figures of the mesh, which stands closer to all requests, and its screen names both', () => {
		const desk = deskWith([inIstio, atTheEdge(99)], {world: {meshes}});
		expect(rowOf(desk)).toMatchObject({row: {requestsPerSecond: {value: 100}}, banners: []});
		expect(measuredOn(desk)).toBe('measured by Istio, not by ingress-nginx, which counts them too');
	});

	test('has those of the mesh though the gateway counts more: what comes from outside decides nothing', () => {
		const desk = deskWith([{...inIstio, requestsPerSecond: 40}, atTheEdge(100)], {world: {meshes}});
		expect(rowOf(desk)).toMatchObject({row: {requestsPerSecond: {value: 40}}, banners: []});
		expect(measuredOn(desk)).toBe('measured by Istio, not by ingress-nginx, which counts them too');
	});

	test('has those of the gateway where the operator named it first', () => {
		const ordered = {meshes: ['ingress-nginx', 'istio'], isOrdered: true} as const;
		const desk = deskWith([inIstio, atTheEdge(100)], {world: ordered});
		expect(rowOf(desk)).toMatchObject({row: {requestsPerSecond: {value: 100}}, banners: []});
		expect(measuredOn(desk)).toBe(
			'measured by ingress-nginx, not by Istio, which counts them too · ingress-nginx counts only requests that come through it · ingress-nginx does not tell who calls',
		);
	});

	test('needs no words where the mesh alone counts', () => {
		expect(measuredOn(deskWith([{...inIstio}], {world: {meshes: ['istio']}}))).toBeNull();
	});
});
