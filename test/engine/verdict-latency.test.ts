import {expect, test} from 'vitest';
import type {LatencySample, TrafficSample} from '../../source/domain/signals/signals.ts';
import {checkout, deskOn} from './support/recorded.ts';
import {durations, sample} from './support/session.ts';
import {failing, paused, taking, verdictNow, windows} from './support/verdicts.ts';

const usual = taking(50, 10);
const times = (stable: LatencySample, canary: LatencySample) => () => [stable, canary];

function watched(
	latencyAt: () => readonly LatencySample[],
	trafficAt: () => readonly TrafficSample[] = failing(1, 0.05),
) {
	const desk = deskOn(paused, {world: {trafficAt, latencyAt}});
	desk.advance(windows(12));
	return verdictNow(desk);
}

test('a canary ten times slower than stable is worse, though none of its requests fails', () => {
	const slower = durations('checkout-canary', [
		[50, 0],
		[250, 0],
		[1_000, 48],
		[Number.POSITIVE_INFINITY, 50],
	]);
	const fast = durations('checkout-stable', [
		[50, 940],
		[250, 950],
		[1_000, 950],
		[Number.POSITIVE_INFINITY, 950],
	]);
	const verdict = watched(times(fast, slower));
	expect(verdict).toMatchObject({kind: 'worse', errors: null});
	const latency = verdict?.kind === 'worse' ? verdict.latency : null;
	// All of the canary's requests take longer than the 50 ms that one in a hundred of stable's exceed.
	expect(latency).toMatchObject({boundMs: 50, ratios: {canary: expect.closeTo(1), stable: expect.closeTo(10 / 950)}});
	expect(latency?.p95.canaryMs).toBeGreaterThan(10 * (latency?.p95.stableMs ?? 0));
});

test('a slow tail alone is worse: p99 moves, the median does not', () => {
	const verdict = watched(times(usual('checkout-stable', 950), taking(70, 45)('checkout-canary', 50)));
	expect(verdict).toMatchObject({kind: 'worse', errors: null, latency: {boundMs: 250}});
});

test('a canary as slow as a slow stable is not worse', () => {
	const slow = taking(900, 500);
	expect(watched(times(slow('checkout-stable', 950), slow('checkout-canary', 50)))?.kind).not.toBe('worse');
});

test('a faster canary is not worse', () => {
	const verdict = watched(times(taking(300, 100)('checkout-stable', 950), usual('checkout-canary', 50)));
	expect(verdict?.kind).not.toBe('worse');
});

test('a difference too small to go back for is not worse, however many requests there are', () => {
	const verdict = watched(times(usual('checkout-stable', 950_000), taking(53, 11)('checkout-canary', 50_000)), () => [
		sample('checkout-stable', 950_000),
		sample('checkout-canary', 50_000),
	]);
	expect(verdict?.kind).not.toBe('worse');
});

test('a few slow requests may be chance', () => {
	const verdict = watched(times(usual('checkout-stable', 9), taking(100, 20)('checkout-canary', 0.2)), () => [
		sample('checkout-stable', 9),
		sample('checkout-canary', 0.2),
	]);
	expect(verdict?.kind).toBe('tooFew');
});

test('only the observations of the last minutes keep histograms', () => {
	const histogram = (service: string) =>
		durations(service, [
			[50, 40],
			[Number.POSITIVE_INFINITY, 50],
		]);
	const desk = deskOn(paused, {
		world: {
			trafficAt: failing(1, 0.05),
			latencyAt: () => [histogram('checkout-stable'), histogram('checkout-canary')],
		},
	});
	desk.advance(900_000);
	const observed = desk.state().metrics.observed[checkout] ?? [];
	const kept = observed.filter(({histograms}) => histograms !== undefined);
	expect(observed.length).toBeGreaterThan(100);
	expect(kept.length).toBeGreaterThan(3);
	expect(kept.length).toBeLessThan(30);
});
