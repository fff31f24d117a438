import {describe, expect, test} from 'vitest';
import {type BacktestAsked, backtest} from '../../source/backtest/backtest.ts';
import {tallyOf} from '../../source/backtest/tally.ts';
import type {ToldName} from '../../source/domain/signals/told-name.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {envoyGateway} from '../../source/meshes/envoy/envoy-gateway.ts';
import {traefik} from '../../source/meshes/traefik/traefik.ts';
import {type Period, pastAsker} from './support/past-prometheus.ts';

const minute = 60_000;
const hour = 60 * minute;
const startMs = Date.parse('2026-11-21T00:00:00Z');
const newestMs = startMs + 24 * hour;
const named = (name: string) => ({namespace: ident('shop'), name: ident(name)});
const oneService = {apex: [named('cart')], stable: [], canary: [], host: null};

async function told(asker: BacktestAsked['asker'], more: Partial<BacktestAsked> = {}) {
	const services = [named('cart'), named('cart-stable'), named('cart-canary')];
	return backtest({
		asker,
		services,
		ownOf: samples => samples,
		mayBeOwn: () => false,
		release: {services: oneService, backend: 'argo-rollouts'},
		nameOf: version => version,
		stablePods: 20,
		settings: {},
		rule: null,
		order: null,
		sinceMs: startMs,
		newestMs,
		...more,
	});
}

async function reported(asker: BacktestAsked['asker'], more: Partial<BacktestAsked> = {}) {
	const report = await told(asker, more);
	if (!report.ok) throw new Error(report.error.kind);
	return report.value;
}

/** From v1 at 200 requests a second: v2 harms and is taken back, v3 is as good and promoted, v4 harms and is promoted. */
const day: readonly Period[] = [
	{fromMs: startMs, versions: {v1: [200, 0.005]}},
	{fromMs: startMs + 3 * hour, versions: {v1: [180, 0.005], v2: [20, 0.1]}},
	{fromMs: startMs + 3 * hour + 22 * minute, versions: {v1: [200, 0.005]}},
	{fromMs: startMs + 6 * hour, versions: {v1: [180, 0.005], v3: [20, 0.005]}},
	{fromMs: startMs + 7 * hour, versions: {v1: [100, 0.005], v3: [100, 0.005]}},
	{fromMs: startMs + 8 * hour, versions: {v3: [200, 0.005]}},
	{fromMs: startMs + 12 * hour, versions: {v3: [180, 0.005], v4: [20, 0.1]}},
	{fromMs: startMs + 13 * hour, versions: {v4: [200, 0.1]}},
];

describe('the releases of a day', () => {
	test('are found, judged, and told with how they ended', async () => {
		const {releases, scheme} = await reported(pastAsker(day).asker);
		expect(scheme).toBe('label');
		expect(releases.map(({version, outcome}) => [version, outcome.kind])).toEqual([
			['v2', 'rolledBack'],
			['v3', 'promoted'],
			['v4', 'promoted'],
		]);
		const [v2, v3, v4] = releases.map(({judged}) => (judged.ok ? judged.value : null));
		expect(Math.abs((v2?.fromMs ?? 0) - (startMs + 3 * hour))).toBeLessThanOrEqual(minute);
		// 900 requests a row of which 90 fail: more than one row, less than five minutes.
		expect(v2?.call?.atMs).toBeGreaterThan(startMs + 3 * hour + 45_000);
		expect(v2?.call?.atMs).toBeLessThan(startMs + 3 * hour + 5 * minute);
		// More than the margin of 1 in 2,000, and never more than the 9.5 points that are true.
		expect(v2?.call?.verdict.atLeastRatio).toBeGreaterThan(0.0005);
		expect(v2?.call?.verdict.atLeastRatio).toBeLessThan(0.095);
		expect(v3).toMatchObject({call: null, jumps: 1});
		expect(v3?.pastRows).toBeGreaterThanOrEqual(80);
		expect(v4?.call).not.toBeNull();
		const tally = tallyOf(releases);
		expect(tally).toMatchObject({both: 1, callOnly: 1, rollbackOnly: 0, neither: 1, uncounted: 0});
		expect(tally.falseAlarms).toMatchObject({count: 1, of: 2});
		expect(tally.medianLeadMs).toBeGreaterThan(16 * minute);
		expect(tally.medianLeadMs).toBeLessThan(22 * minute);
	});

	test('are judged by what is configured to be a failure', async () => {
		const ofAll = async (failing: readonly string[]) => {
			const rule = {http: {failing, except: [], isBesideOwn: false}, grpc: null};
			const {releases} = await reported(pastAsker(day).asker, {rule});
			return releases.map(({judged}) => judged.ok && judged.value?.call !== null);
		};
		expect(await ofAll(['500'])).toEqual([true, false, true]);
		expect(await ofAll(['503'])).toEqual([false, false, false]);
	});

	test('are told from when on samples are kept, where that is later than was asked', async () => {
		const {releases, fromMs} = await reported(pastAsker(day, {keptSinceMs: startMs + 5 * hour}).asker);
		expect(Math.abs(fromMs - (startMs + 5 * hour))).toBeLessThanOrEqual(10 * minute);
		expect(releases.map(({version}) => version)).toEqual(['v3', 'v4']);
	});

	test('are read in queries of bounded length, oldest first, and in halves where these take too long', async () => {
		const {asker, queries} = pastAsker(day, {mostSteps: 100});
		const whole = await reported(pastAsker(day).asker);
		expect(await reported(asker)).toEqual(whole);
		const answered = queries.filter(
			({startMs: from, endMs, stepSeconds}) => (endMs - from) / stepSeconds / 1_000 < 100,
		);
		expect(answered.length).toBeGreaterThan(10);
	});

	test('are told by their Services where series name no version; 100 % for a minute is a promotion', async () => {
		const labelsOf = (version: string) => ({
			destination_workload: 'cart',
			destination_canonical_revision: 'latest',
			destination_service_name: `cart-${version}`,
		});
		const periods: readonly Period[] = [
			{fromMs: startMs, versions: {stable: [200, 0.005]}},
			{fromMs: startMs + 3 * hour, versions: {stable: [180, 0.005], canary: [20, 0.005]}},
			{fromMs: startMs + 4 * hour, versions: {canary: [200, 0.005]}},
			{fromMs: startMs + 4 * hour + minute, versions: {stable: [200, 0.005]}},
			{fromMs: startMs + 10 * hour, versions: {stable: [180, 0.005], canary: [20, 0.1]}},
			{fromMs: startMs + 10 * hour + 30 * minute, versions: {stable: [200, 0.005]}},
			{fromMs: newestMs - 20 * minute, versions: {stable: [190, 0.005], canary: [10, 0.005]}},
		];
		const services = {...oneService, stable: [named('cart-stable')], canary: [named('cart-canary')]};
		const {releases, scheme} = await reported(pastAsker(periods, {labelsOf}).asker, {
			release: {services, backend: 'argo-rollouts'},
			nameOf: (version, isNow) => (isNow ? ident('1.14') : version),
		});
		expect(scheme).toBe('service');
		expect(releases.map(({version, outcome}) => [version, outcome.kind])).toEqual([
			['canary', 'promoted'],
			['canary', 'rolledBack'],
			['1.14', 'running'],
		]);
	});
});

test('how a release of Flagger ended is told by the version label alone', async () => {
	const labelsOf = (version: string) => ({
		destination_workload: `cart-${version}`,
		destination_canonical_revision: 'latest',
		destination_service_name: `cart-${version}`,
	});
	const periods: readonly Period[] = [
		{fromMs: startMs, versions: {primary: [200, 0.005]}},
		{fromMs: startMs + 3 * hour, versions: {primary: [100, 0.005], canary: [100, 0.005]}},
		{fromMs: startMs + 4 * hour, versions: {primary: [200, 0.005]}},
	];
	const services = {...oneService, stable: [named('cart-primary')], canary: [named('cart-canary')]};
	const release = {services, backend: 'flagger'};
	const {releases} = await reported(pastAsker(periods, {labelsOf}).asker, {release});
	expect(releases.map(({version, outcome}) => [version, outcome.kind])).toEqual([['canary', 'untold']]);
	expect(tallyOf(releases)).toMatchObject({neither: 0, uncounted: 1});
	// Where pods name their version, the primary goes on with it.
	const labelled = await reported(pastAsker(day).asker, {release});
	expect(labelled.releases.map(({outcome}) => outcome.kind)).toEqual(['rolledBack', 'promoted', 'promoted']);
});

describe('nothing is said of the past', () => {
	test('where samples are more than a minute apart', async () => {
		const {asker} = pastAsker(day, {scrapeSeconds: 120});
		expect(await told(asker)).toEqual({ok: false, error: {kind: 'farApart', scrapeSeconds: 120}});
	});

	test('where series name no versions', async () => {
		const labelsOf = () => ({destination_workload: 'cart', destination_canonical_revision: 'latest'});
		const {asker} = pastAsker(day, {labelsOf});
		expect(await told(asker)).toEqual({
			ok: false,
			error: {kind: 'noVersions', names: ['cart'], because: {kind: 'labels'}},
		});
	});

	test('where all requests are counted under a name that fits nothing of the cluster', async () => {
		const labelsOf = (version: string) => ({service: `shop-cart-${version}@kubernetes`});
		const {asker} = pastAsker(day, {labelsOf, mesh: traefik});
		const unknown = {ownOf: () => [], mayBeOwn: (name: ToldName) => name.text.includes('cart')};
		const names = ['shop-cart-v1', 'shop-cart-v2', 'shop-cart-v3', 'shop-cart-v4'];
		expect(await told(asker, unknown)).toEqual({ok: false, error: {kind: 'unresolved', names}});
		expect(await told(asker, {...unknown, mayBeOwn: () => false})).toMatchObject({error: {kind: 'noHistory'}});
	});

	test('where the provider counts all versions as one, in its own words', async () => {
		const labelsOf = () => ({envoy_cluster_name: 'httproute/shop/cart/rule/0'});
		const answer = await told(pastAsker(day, {labelsOf, mesh: envoyGateway}).asker);
		expect(answer).toMatchObject({
			error: {kind: 'noVersions', names: ['rule 0 of HTTPRoute shop/cart'], because: {kind: 'limit'}},
		});
	});

	test('where there are no samples, and where no Service leads to it', async () => {
		const {asker} = pastAsker(day, {keptSinceMs: newestMs});
		expect(await told(asker)).toMatchObject({ok: false, error: {kind: 'noHistory'}});
		expect(await told(asker, {services: []})).toMatchObject({ok: false, error: {kind: 'noService'}});
	});

	test('where Prometheus does not answer even short queries', async () => {
		const {asker} = pastAsker(day, {mostSteps: 0});
		expect(await told(asker)).toMatchObject({ok: false, error: {kind: 'metrics', error: {kind: 'timeout'}}});
	});

	test('of a version alone, and that is no failure', async () => {
		const {asker} = pastAsker([{fromMs: startMs, versions: {v1: [200]}}]);
		expect(await reported(asker)).toMatchObject({scheme: null, releases: []});
	});
});
