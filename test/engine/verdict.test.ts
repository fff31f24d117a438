import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/safe-text.ts';
import type {LatencySample, TrafficSample} from '../../source/domain/signals.ts';
import type {Verdict} from '../../source/domain/verdict.ts';
import {verdictOf} from '../../source/engine/evidence/verdict.ts';
import {serverTime} from '../../source/engine/state/server-time.ts';
import {readSituation} from '../releases/situation.ts';
import type {Desk} from './support/desk.ts';
import {checkout, deskAt, deskOn, objectsOf} from './support/recorded.ts';
import {durations, sample, windowSeconds} from './support/session.ts';

const windows = (count: number) => count * windowSeconds * 1_000;
const paused = 'argo-canary/02-paused-at-step-1';

/** Of 1,000 requests a second to stable and 50 to the canary, so many fail. */
const failing = (stable: number, canary: number) => () => [
	sample('checkout-stable', 950, stable),
	sample('checkout-canary', 50, canary),
];

describe('by errors', () => {
	test('a canary is worse from the third window on, with what it costs a minute and since when', () => {
		const desk = deskAt(paused, {world: {trafficAt: failing(1, 0.05)}});
		desk.advance(windows(10));
		const turnedAtMs = serverTime(desk.state());
		desk.world.trafficAt = failing(1, 5);
		desk.advance(windows(10));
		const verdict = verdictNow(desk);
		expect(verdict).toMatchObject({kind: 'worse', isSinceOpen: false, latency: null, stableRose: false});
		if (verdict?.kind !== 'worse') throw new Error('it is not worse');
		expect(verdict.errors?.canaryRatio).toBeCloseTo(0.1);
		expect(verdict.errors?.stableRatio).toBeCloseTo(1 / 950);
		expect(verdict.errors?.extraPerMinute).toBeCloseTo((0.1 - 1 / 950) * 50 * 60);
		expect(verdict.sinceMs).toBeGreaterThanOrEqual(turnedAtMs);
		expect(verdict.sinceMs).toBeLessThanOrEqual(turnedAtMs + windows(3));
	});

	test('a canary that was worse when it could first be judged may have been so for longer', () => {
		const desk = deskAt(paused, {world: {trafficAt: failing(1, 5)}});
		desk.advance(windows(10));
		expect(verdictNow(desk)).toMatchObject({kind: 'worse', isSinceOpen: true});
	});

	test('the open chart tells since when, though perch has only begun to watch', () => {
		const nowMs = readSituation(paused).nowMs + 3_600_000;
		const turnedAtMs = nowMs - 400_000;
		const desk = deskOn(paused, {
			nowMs,
			world: {trafficAt: serverMs => (serverMs < turnedAtMs ? failing(1, 0.05)() : failing(1, 5)())},
		});
		desk.advance(windows(4));
		const verdict = verdictNow(desk);
		expect(verdict).toMatchObject({kind: 'worse', isSinceOpen: false});
		const sinceMs = verdict?.kind === 'worse' ? (verdict.sinceMs ?? 0) : 0;
		expect(sinceMs).toBeLessThanOrEqual(turnedAtMs + 180_000);
	});

	test('ten minutes without an answer are no ten minutes of harm: since then begins after it', () => {
		const desk = deskAt(paused, {world: {trafficAt: failing(1, 5)}});
		desk.advance(windows(10));
		desk.world.pollError = {kind: 'unreachable', status: null, message: safe`connection refused`};
		desk.advance(600_000);
		const backAtMs = serverTime(desk.state());
		desk.world.pollError = null;
		desk.advance(windows(10));
		const verdict = verdictNow(desk);
		expect(verdict).toMatchObject({kind: 'worse', isSinceOpen: true});
		expect(verdict?.kind === 'worse' ? verdict.sinceMs : 0).toBeGreaterThan(backAtMs);
	});

	test('a canary that fails less is never worse', () => {
		const desk = deskAt(paused, {world: {trafficAt: failing(95, 0.05)}});
		desk.advance(windows(20));
		expect(verdictNow(desk)?.kind).not.toBe('worse');
	});

	test('harm that is over is told with its time', () => {
		const desk = deskAt(paused, {world: {trafficAt: failing(1, 0.05)}});
		desk.advance(windows(10));
		const fromMs = serverTime(desk.state());
		desk.world.trafficAt = failing(1, 5);
		desk.advance(windows(10));
		desk.world.trafficAt = failing(1, 0.05);
		const toMs = serverTime(desk.state());
		desk.advance(windows(20));
		const verdict = verdictNow(desk);
		expect(verdict).toMatchObject({kind: 'wasWorse', isJudgedNow: true});
		if (verdict?.kind !== 'wasWorse') throw new Error('nothing is told of it');
		expect(verdict.fromMs).toBeGreaterThanOrEqual(fromMs);
		expect(verdict.toMs).toBeGreaterThan(toMs - windows(1));
		expect(verdict.toMs).toBeLessThan(toMs + windows(7));
	});

	test('after a change of the weight it was worse, and is not judged again yet', () => {
		const desk = deskAt('argo-canary/04-timed-pause-20-percent', {world: {trafficAt: failing(1, 5)}});
		desk.advance(windows(6));
		expect(verdictNow(desk)?.kind).toBe('worse');
		desk.server.become(objectsOf('argo-canary/06-paused-at-50-after-analysis'));
		desk.sync();
		desk.advance(windows(1.5));
		expect(verdictNow(desk)).toMatchObject({kind: 'wasWorse', isJudgedNow: false});
	});
});

describe('by latency', () => {
	/** So many of a thousand requests take longer than 100 ms and than 250 ms. */
	const taking = (slow: number, verySlow: number) => (service: string, perSecond: number) =>
		durations(service, [
			[50, perSecond * 0.6],
			[100, perSecond * (1 - slow / 1_000)],
			[250, perSecond * (1 - verySlow / 1_000)],
			[1_000, perSecond],
			[Number.POSITIVE_INFINITY, perSecond],
		]);
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
		expect(latency?.canaryShare).toBeGreaterThan(0.9);
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
});

describe('without a verdict of harm', () => {
	test('enough requests say above which difference harm would have been seen, and never that there is none', () => {
		const desk = deskAt(paused, {world: {trafficAt: failing(0.95, 0.05)}});
		desk.advance(windows(8));
		const verdict = verdictNow(desk);
		expect(verdict).toMatchObject({kind: 'noHarm', isLatencyJudged: false});
		expect(verdict?.kind === 'noHarm' ? verdict.aboveRatio : 1).toBeLessThan(0.005);
		expect(verdict?.kind === 'noHarm' ? verdict.aboveRatio : 0).toBeGreaterThan(0);
	});

	test('few requests say how many there were, and about how long it takes', () => {
		const desk = deskAt(paused, {
			world: {trafficAt: () => [sample('checkout-stable', 9.5, 0.01), sample('checkout-canary', 0.5, 0)]},
		});
		desk.advance(windows(8));
		const verdict = verdictNow(desk);
		expect(verdict).toMatchObject({kind: 'tooFew', requests: expect.closeTo(60, -2)});
		expect(verdict?.kind === 'tooFew' ? verdict.minutesLeft : 0).toBeGreaterThan(10);
	});

	test('a canary without requests is not judged', () => {
		const desk = deskAt(paused, {
			world: {trafficAt: () => [sample('checkout-stable', 100), sample('checkout-canary', 0)]},
		});
		desk.advance(windows(8));
		expect(verdictNow(desk)).toEqual({kind: 'tooFew', requests: 0, minutesLeft: null});
	});

	test('where stable fails as the canary does, and did not before, both are bad', () => {
		const desk = deskAt(paused, {world: {trafficAt: failing(1, 0.05)}});
		desk.advance(windows(20));
		desk.world.trafficAt = failing(190, 10);
		desk.advance(windows(8));
		expect(verdictNow(desk)).toMatchObject({
			kind: 'bothBad',
			stableRatio: expect.closeTo(0.2),
			stableRatioBefore: expect.closeTo(1 / 950),
		});
	});

	test('versions under one name cannot be compared', () => {
		const desk = deskAt(paused, {world: {trafficAt: () => [sample('checkout', 100)]}});
		expect(verdictNow(desk)).toMatchObject({kind: 'cannotCompare', because: {code: 'one-name'}});
	});

	test('without a series or a measurement there is nothing to compare', () => {
		expect(verdictNow(deskAt(paused, {world: {trafficAt: () => []}}))).toEqual({
			kind: 'cannotCompare',
			because: {code: 'no-series'},
		});
		expect(verdictNow(deskAt(paused, {world: {isMetricsConfigured: false}}))).toEqual({
			kind: 'cannotCompare',
			because: {code: 'no-metrics'},
		});
	});

	test('without a canary there is no verdict', () => {
		expect(verdictNow(deskAt('argo-canary/01-healthy'))).toBeNull();
	});
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

function verdictNow(desk: Desk): Verdict | null {
	const release = desk.context.derive.releases(desk.state()).get(checkout);
	if (!release) throw new Error('the release is gone');
	return verdictOf(desk.context, desk.state(), release);
}
