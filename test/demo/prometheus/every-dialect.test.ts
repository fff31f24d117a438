import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {instantQuery} from '../../../source/demo/prometheus/promql/query.ts';
import {semanticsOf} from '../../../source/demo/prometheus/promql/semantics.ts';
import {dialectsIn} from '../../../source/demo/prometheus/series/dialects/mesh-dialects.ts';
import {flowsOf} from '../../../source/demo/prometheus/series/flow.ts';
import {shareUpTo} from '../../../source/demo/prometheus/series/latency.ts';
import {createScrapeGrid} from '../../../source/demo/prometheus/series/scrape-grid.ts';
import {createTrafficCurve} from '../../../source/demo/prometheus/series/traffic-curve.ts';
import {createTrafficModel, serviceKey} from '../../../source/demo/prometheus/series/traffic-model.ts';
import {createWorldSource} from '../../../source/demo/prometheus/series/world-source.ts';
import {scopeOf} from '../../../source/domain/signals/series-scope.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';
import {HTTP_ROUTES} from '../../../source/kinds/http-route.ts';
import type {Mesh, MeshQuery} from '../../../source/meshes/contract.ts';
import {meshes} from '../../../source/meshes/registry.ts';
import {indexAnchors} from '../../../source/traffic/anchor-index.ts';
import {foldTraffic} from '../../../source/traffic/fold-traffic.ts';
import {namedPlainly, servicesIn, toldNamesOf} from '../../../source/traffic/named-plainly.ts';
import {connectionsOfRow} from '../../../source/traffic/row-connections.ts';
import {foldVersions} from '../../../source/traffic/versions/fold-versions.ts';
import type {VersionScheme} from '../../../source/traffic/versions/version-names.ts';
import {prod} from '../../support/prod.ts';
import {canary, rollout, checkout as row, service, stable} from '../../traffic/support/fold-objects.ts';
import {canaryShares, checkout, startMs} from './support/world.ts';

/** What perch reads of the demo in a provider's dialect is what the simulation knows to be true. */

const windowSeconds = 60;
/** The service graph hands its figures on once a minute, and is asked over no less. */
const edgeSeconds = 240;
const nowMs = startMs + 30 * 60_000;
const share = 0.2;
/** Counters hold whole requests: one more or less at each end of the window. */
const tolerance = 0.01;

const objects = [
	service('checkout', {app: 'checkout'}),
	service('checkout-stable', {app: 'checkout', 'rollouts-pod-template-hash': '58c56f75fc'}),
	service('checkout-canary', {app: 'checkout', 'rollouts-pod-template-hash': '866cfb757'}),
];
const index = indexAnchors({
	cluster: prod,
	releases: [rollout()],
	services: objects,
	routes: [
		v.parse(HTTP_ROUTES.schema, {
			metadata: {namespace: 'shop', name: 'checkout', uid: 'route'},
			spec: {rules: [{backendRefs: [{name: 'checkout-stable'}, {name: 'checkout-canary'}]}]},
		}),
	],
	namespaces: 'all',
});

const model = createTrafficModel({services: [checkout], seed: 1, startMs});
model.record(serviceKey(checkout), model.originMs, canaryShares(share));
const curve = createTrafficCurve({
	...checkout,
	name: serviceKey(checkout),
	seed: model.seed,
	originMs: model.originMs,
});
const flows = flowsOf({
	service: checkout,
	curve,
	history: model.history(serviceKey(checkout)),
	originMs: model.originMs,
	startMs,
});

/** Rates of one version, or of both, over the window. */
function truth(version: string | null, seconds = windowSeconds) {
	const sum = {requestsPerSecond: 0, errorsPerSecond: 0};
	for (const {destination, outcomes} of flows) {
		if (version !== null && destination.tag !== version) continue;
		const [before, now] = [outcomes(nowMs - seconds * 1_000), outcomes(nowMs)];
		const failed = now.failed - before.failed;
		sum.errorsPerSecond += failed / seconds;
		sum.requestsPerSecond += (failed + now.slow - before.slow + now.usual - before.usual) / seconds;
	}
	return sum;
}

/** The share of one version's requests that took up to so long, 0–1. */
function trueShare(version: string, boundMs: number): number {
	let [within, all] = [0, 0];
	for (const {destination, behaviour, outcomes} of flows) {
		if (destination.tag !== version) continue;
		const [before, now] = [outcomes(nowMs - windowSeconds * 1_000), outcomes(nowMs)];
		const usual = now.usual - before.usual + now.failed - before.failed;
		const slow = now.slow - before.slow;
		all += usual + slow;
		within += usual * shareUpTo({medianMs: behaviour.latencyMedianMs, spread: 0.45}, boundMs);
		within += slow * shareUpTo({medianMs: behaviour.tail.medianMs, spread: 0.35}, boundMs);
	}
	return within / all;
}

function told(mesh: Mesh) {
	const grid = createScrapeGrid({clock: {nowMs: () => nowMs}, intervalMs: 1_000, originMs: model.originMs});
	const source = createWorldSource(model, grid, dialectsIn(mesh.id));
	const ask = <T>({promql, read}: MeshQuery<T>) => {
		const answer = instantQuery(promql, nowMs, {source, semantics: semanticsOf('2.42.0')});
		if (answer.kind !== 'vector') throw new Error(JSON.stringify(answer));
		return read(
			answer.vector.map(({labels, value}) => ({
				labels: Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, ident(text)])),
				value,
			})),
		).value;
	};
	const questions = mesh.questions(scopeOf({}));
	const services = ['checkout', 'checkout-stable', 'checkout-canary'].map(name => ({
		namespace: 'shop',
		name,
		applications: ['checkout'],
		rules: index.rulesTo('shop', name),
	}));
	const latency = questions.latency ? ask(questions.latency(services, windowSeconds)) : [];
	const fold = (query: ReturnType<typeof questions.traffic>) => foldTraffic(index, ask(query), latency).rows.get(row);
	const names = servicesIn(toldNamesOf(index, {key: row, services}, objects));
	const samples = ask(questions.trafficOf(services, windowSeconds)).map(sample => namedPlainly(sample, names));
	return {
		past: ['label', 'workload', 'service'].map(scheme =>
			foldVersions({scheme: scheme as VersionScheme, services: rollout().services}, samples),
		),
		all: fold(questions.traffic(windowSeconds)),
		ofServices: fold(questions.trafficOf(services, windowSeconds)),
		newestMs: ask(questions.newestSample()),
		found: ask(questions.origins(windowSeconds)).found,
		peak: ask(questions.peak(services, 3_600)),
		connections: questions.connections ? ask(questions.connections(services, windowSeconds)) : null,
		edges: questions.edges ? ask(questions.edges(edgeSeconds)) : null,
	};
}

const near = (expected: number) => ({
	asymmetricMatch: (told: number) => Math.abs(told - expected) <= tolerance * expected + 2 / windowSeconds,
	toString: () => `within ${tolerance} of ${expected}`,
});

const moreFirst = (one: {requestsPerSecond: number}, other: {requestsPerSecond: number}) =>
	other.requestsPerSecond - one.requestsPerSecond;

describe.each(meshes.map(mesh => [mesh.id, mesh] as const))('the demo in the dialect of %s', (_id, mesh: Mesh) => {
	const {all, ofServices, past, newestMs, found, peak, edges, connections} = told(mesh);
	const lacks = (code: Mesh['limits'][number]['code']) => mesh.limits.some(limit => limit.code === code);

	test('has the requests and failures of the row that are true, asked for all services and for these', () => {
		if (lacks('requests')) {
			expect([all, ofServices]).toEqual([undefined, undefined]);
			return;
		}
		const {requestsPerSecond, errorsPerSecond} = truth(null);
		const expected = {requestsPerSecond: near(requestsPerSecond), errorsPerSecond: near(errorsPerSecond)};
		expect(all?.total).toMatchObject(expected);
		expect(ofServices?.total).toMatchObject(expected);
	});

	test('has those of each version, or says that it cannot tell them', () => {
		if (lacks('requests')) return;
		if (lacks('versions')) {
			expect(all?.split).toMatchObject({kind: 'cannotTell'});
			return;
		}
		const split = all?.split;
		if (split?.kind !== 'known') throw new Error(JSON.stringify(split));
		for (const [key, tag] of [
			[stable, '2.8.1'],
			[canary, '2.9.0'],
		] as const) {
			const {requestsPerSecond, errorsPerSecond} = truth(tag);
			expect(split.byRevision.get(key)).toMatchObject({
				requestsPerSecond: near(requestsPerSecond),
				errorsPerSecond: near(errorsPerSecond),
			});
		}
	});

	test('has those of each version in the past by one scheme at least, or by none', () => {
		if (lacks('requests')) return;
		const told = past
			.map(figures => [...(figures?.values() ?? [])].toSorted(moreFirst))
			.filter(({length}) => length > 1);
		if (lacks('versions')) {
			expect(told).toEqual([]);
			return;
		}
		const expected = ['2.8.1', '2.9.0'].map(tag => {
			const {requestsPerSecond, errorsPerSecond} = truth(tag);
			return {requestsPerSecond: near(requestsPerSecond), errorsPerSecond: near(errorsPerSecond)};
		});
		expect(told.length).toBeGreaterThan(0);
		for (const versions of told) expect(versions).toMatchObject(expected);
	});

	test('has the shares of durations that are true, or no histogram', () => {
		const buckets = all?.total.buckets ?? null;
		if (lacks('percentiles')) {
			expect(buckets).toBeNull();
			return;
		}
		const whole = buckets?.at(-1)?.perSecond ?? 0;
		expect(whole).toEqual(near(truth(null).requestsPerSecond));
		for (const {upperMs, perSecond} of buckets ?? []) {
			const expected = (1 - share) * trueShare('2.8.1', upperMs) + share * trueShare('2.9.0', upperMs);
			expect(Math.abs(perSecond / whole - expected)).toBeLessThan(tolerance);
		}
	});

	test('has the age of its samples, where they come from, and a peak', () => {
		expect(newestMs).toBe(nowMs);
		expect(found).toBeGreaterThan(0);
		if (lacks('requests')) expect(peak).toBeNull();
		else expect(peak).toBeGreaterThan(truth(null).requestsPerSecond * 0.5);
	});

	test('has the connections of the row where it counts only these', () => {
		const {requestsPerSecond} = truth(null);
		const found = connections && connectionsOfRow(index, row, connections);
		// In the demo each request has a connection of its own.
		const each = {openedPerSecond: near(requestsPerSecond), securedPerSecond: near(requestsPerSecond)};
		if (mesh.id === 'ztunnel') expect(found).toMatchObject({...each, sentPerSecond: near(2_048 * requestsPerSecond)});
		else expect(found).toBeNull();
	});

	test('has edges that add up to the requests and failures that are true, by each viewpoint, or says that it has none', () => {
		if (lacks('callers')) {
			expect(edges).toBeNull();
			return;
		}
		const {requestsPerSecond, errorsPerSecond} = truth(null, edgeSeconds);
		const viewpoints = Map.groupBy(edges ?? [], ({viewpoint}) => viewpoint);
		expect(viewpoints.size).toBeGreaterThan(0);
		for (const own of viewpoints.values()) {
			const sum = (of: (edge: (typeof own)[number]) => number) => own.reduce((total, edge) => total + of(edge), 0);
			expect(sum(edge => edge.requestsPerSecond)).toEqual(near(requestsPerSecond));
			expect(sum(edge => edge.errorsPerSecond)).toEqual(near(errorsPerSecond));
		}
	});
});
