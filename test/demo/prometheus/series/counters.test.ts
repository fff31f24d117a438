import fc from 'fast-check';
import {expect, it} from 'vitest';
import type {Series} from '../../../../source/demo/prometheus/promql/series-source.ts';
import {canaryShares, createWorld, destination, startMs} from '../support/world.ts';

const minuteMs = 60_000;
const equals = (label: string, value: string) => ({label, operator: '=' as const, value});
const requests = equals('__name__', 'istio_requests_total');
const source = equals('reporter', 'source');

/** Weights at minutes after the start, in order. */
const weightChanges = fc.array(
	fc.record({afterMinutes: fc.integer({min: 1, max: 10}), percent: fc.integer({min: 0, max: 100})}),
	{
		maxLength: 6,
	},
);

/** A world that lived through the changes, half an hour after the start. */
const worldAfter = (changes: readonly {readonly afterMinutes: number; readonly percent: number}[], seed = 1) => {
	const world = createWorld({seed});
	world.model.record(world.key, world.model.originMs, canaryShares(0));
	let atMs = startMs;
	for (const {afterMinutes, percent} of changes) {
		atMs += afterMinutes * minuteMs;
		world.model.record(world.key, atMs, canaryShares(percent / 100));
	}
	world.goTo(atMs + 30 * minuteMs);
	return {...world, endMs: atMs + 30 * minuteMs};
};

const values = (series: Series, fromMs: number, toMs: number) => series.samples(fromMs, toMs).map(({value}) => value);

it('counters never fall, whatever happens to the weights', () => {
	fc.assert(
		fc.property(weightChanges, fc.nat(1000), (changes, seed) => {
			const {source: world, endMs} = worldAfter(changes, seed);
			const all = world.select([equals('destination_service_namespace', 'shop')]);
			expect(all.length).toBeGreaterThan(100);
			for (const series of all) {
				const found = values(series, endMs - 3 * minuteMs, endMs);
				expect(found).toEqual(found.toSorted((a, b) => a - b));
			}
		}),
		{numRuns: 15},
	);
});

it('a bucket holds at least as much as the bucket below, and +Inf all requests', () => {
	fc.assert(
		fc.property(weightChanges, changes => {
			const {ask} = worldAfter(changes);
			const counts = ask('sum by (le)(istio_request_duration_milliseconds_bucket{reporter="source"})', 'le');
			const ordered = Object.entries(counts)
				.sort(([a], [b]) => Number(a.replace('+Inf', 'Infinity')) - Number(b.replace('+Inf', 'Infinity')))
				.map(([, count]) => count);
			expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
			const total = Object.values(ask('sum(istio_requests_total{reporter="source"})'))[0];
			expect(counts['+Inf']).toBe(total);
			expect(Object.values(ask('sum(istio_request_duration_milliseconds_count{reporter="source"})'))[0]).toBe(total);
		}),
		{numRuns: 15},
	);
});

it('no request is lost between the destinations, and the pods see all that callers sent', () => {
	fc.assert(
		fc.property(weightChanges, changes => {
			const shared = worldAfter(changes);
			const alone = worldAfter([]);
			alone.goTo(shared.endMs);
			const parts = shared.source.select([requests, source]).length;
			const total = (world: typeof shared, reporter: string) =>
				Object.values(world.ask(`sum(istio_requests_total{reporter="${reporter}"})`))[0] ?? 0;
			// Each counter is rounded down.
			const sent = total(shared, 'source');
			expect(Math.abs(sent - total(alone, 'source'))).toBeLessThanOrEqual(parts);
			expect(Math.abs(sent - total(shared, 'destination'))).toBeLessThanOrEqual(parts);
		}),
		{numRuns: 15},
	);
});

it('a sample stays as it was, whatever the weights do later', () => {
	fc.assert(
		fc.property(weightChanges, fc.integer({min: 0, max: 100}), (changes, percent) => {
			const {source: world, model, key, endMs} = worldAfter(changes);
			const read = () => world.select([requests]).map(series => values(series, endMs - minuteMs, endMs));
			const before = read();
			model.record(key, endMs, canaryShares(percent / 100));
			expect(read()).toEqual(before);
		}),
		{numRuns: 15},
	);
});

it('the seed decides everything', () => {
	const sampled = (seed: number) => {
		const {source: world, endMs} = worldAfter([{afterMinutes: 3, percent: 20}], seed);
		return world.select([requests]).map(series => [series.labels, values(series, endMs - minuteMs, endMs)]);
	};
	expect(sampled(5)).toEqual(sampled(5));
	expect(sampled(5)).not.toEqual(sampled(6));
});

it('the demo has a day of history at once, in which traffic swings', () => {
	const {ask} = worldAfter([]);
	const rate = 'sum(rate(istio_requests_total{reporter="source"}[5m]))';
	const peak = Object.values(ask(`max_over_time(${rate}[24h:5m])`))[0] ?? 0;
	const lowest = Object.values(ask(`min_over_time(${rate}[24h:5m])`))[0] ?? 0;
	expect(peak).toBeGreaterThan(125);
	expect(lowest).toBeLessThan(75);
	expect(lowest).toBeGreaterThan(50);
});

it('traffic trembles from second to second', () => {
	const {ask} = worldAfter([]);
	const rate = 'sum(rate(istio_requests_total{reporter="source"}[4s]))';
	const highest = Object.values(ask(`max_over_time(${rate}[30s:1s])`))[0] ?? 0;
	const lowest = Object.values(ask(`min_over_time(${rate}[30s:1s])`))[0] ?? 0;
	expect(highest / lowest).toBeGreaterThan(1.05);
	expect(highest / lowest).toBeLessThan(1.5);
});

it('traffic follows the weights, and errors the version', () => {
	const {ask} = worldAfter([{afterMinutes: 1, percent: 20}]);
	const rates = ask('sum by (destination_service_name)(rate(istio_requests_total{reporter="source"}[5m]))');
	const all = (rates['checkout-stable'] ?? 0) + (rates['checkout-canary'] ?? 0);
	expect((rates['checkout-canary'] ?? 0) / all).toBeCloseTo(0.2, 3);
	const errors = ask(
		'sum by (destination_service_name)(rate(istio_requests_total{reporter="source",response_code="503"}[5m]))',
	);
	expect((errors['checkout-canary'] ?? 0) / (rates['checkout-canary'] ?? 0)).toBeCloseTo(0.2, 1);
	expect((errors['checkout-stable'] ?? 0) / (rates['checkout-stable'] ?? 0)).toBeCloseTo(0.01, 2);
});

it('a version that turns bad shows it in its tail, while the median stays', () => {
	const world = createWorld();
	world.model.record(world.key, world.model.originMs, canaryShares(0.5));
	const quantile = (q: number) =>
		world.ask(
			`histogram_quantile(${q}, sum by (le, destination_service_name)(rate(istio_request_duration_milliseconds_bucket{reporter="source"}[5m])))`,
		)['checkout-canary'] ?? Number.NaN;
	const before = {median: quantile(0.5), p99: quantile(0.99)};
	world.goTo(startMs + 10 * minuteMs);
	expect(quantile(0.5) / before.median).toBeLessThan(1.2);
	expect(quantile(0.99) / before.p99).toBeGreaterThan(1.7);
});

it('only the callers tell stable from canary: the pods report under one Service', () => {
	const {ask} = worldAfter([{afterMinutes: 1, percent: 20}]);
	const names = (reporter: string) =>
		Object.keys(ask(`sum by (destination_service_name)(istio_requests_total{reporter="${reporter}"})`)).sort();
	expect(names('source')).toEqual(['checkout-canary', 'checkout-stable']);
	expect(names('destination')).toEqual(['checkout']);
});

it('a counter of a canary begins with its first requests, so that its rate hides them', () => {
	const world = worldAfter([{afterMinutes: 1, percent: 5}]);
	world.goTo(startMs + minuteMs - 1000);
	expect(world.ask('sum by (destination_service_name)(istio_requests_total{reporter="source"})')).not.toHaveProperty(
		'checkout-canary',
	);
	world.goTo(startMs + minuteMs + 2000);
	expect(
		world.ask('min by (destination_service_name)(istio_requests_total{reporter="source"})')['checkout-canary'],
	).toBeGreaterThanOrEqual(1);
});

it('without a ready pod the callers see 503 UH, and no pod reports', () => {
	const world = createWorld();
	const gone = {
		service: 'checkout',
		workload: 'unknown',
		canonicalService: 'unknown',
		canonicalRevision: 'unknown',
		tag: undefined,
	};
	world.model.record(world.key, world.model.originMs, [{destination: gone, share: 1}]);
	expect(
		world.ask('sum by (response_flags)(istio_requests_total{destination_workload="unknown"})', 'response_flags'),
	).toEqual({
		UH: expect.any(Number),
	});
	expect(world.ask('sum(istio_requests_total{reporter="destination"})')).toEqual({});
	expect(world.ask('sum by (response_code)(rate(istio_requests_total[1m]) > 0)', 'response_code')).toHaveProperty(
		'503',
	);
});

it('a version whose pods are gone leaves no stale figure at the pods, and a flat one at the callers', () => {
	const world = createWorld();
	const [v1, v2] = [destination('checkout', '2.8.1', 'v1'), destination('checkout', '2.9.0', 'v2')];
	world.model.record(world.key, world.model.originMs, [{destination: v1, share: 1}]);
	world.model.record(world.key, startMs, [
		{destination: v1, share: 0.5},
		{destination: v2, share: 0.5},
	]);
	world.model.record(world.key, startMs + minuteMs, [{destination: v2, share: 1}]);
	const revisions = (reporter: string) =>
		Object.keys(
			world.ask(
				`sum by (destination_canonical_revision)(istio_requests_total{reporter="${reporter}"})`,
				'destination_canonical_revision',
			),
		).sort();
	world.goTo(startMs + minuteMs - 1000);
	expect(revisions('destination')).toEqual(['v1', 'v2']);
	world.goTo(startMs + minuteMs + 2000);
	expect(revisions('destination')).toEqual(['v2']);
	expect(revisions('source')).toEqual(['v1', 'v2']);
	const sent = world.ask(
		'sum by (destination_canonical_revision)(increase(istio_requests_total{reporter="source"}[1s]))',
		'destination_canonical_revision',
	);
	expect(sent.v1).toBe(0);
	expect(sent.v2).toBeGreaterThan(0);
});
