import {describe, expect, test} from 'vitest';
import {ident, safe} from '../../source/domain/safe-text.ts';
import {comparedPeriod} from '../../source/engine/evidence/period.ts';
import {verdictParts} from '../../source/engine/screens/release/verdict-text.ts';
import {serverTime} from '../../source/engine/state/server-time.ts';
import {readSituation} from '../releases/situation.ts';
import {homeOf} from './support/home.ts';
import {checkout, deskAt, deskOn, objectsOf} from './support/recorded.ts';
import {narrow, sample, wide} from './support/session.ts';
import {failing, paused, verdictNow, windows} from './support/verdicts.ts';

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
		const desk = deskAt(paused, {size: narrow, world: {trafficAt: failing(1, 5)}});
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

	test('a canary is compared with stable alone, and not with an older version that still gets requests', () => {
		const older = sample('checkout', 10, 5);
		const desk = deskAt('argo-canary/12-paused-third-revision', {
			size: narrow,
			world: {
				trafficAt: () => [
					sample('checkout-stable', 100, 0.01),
					sample('checkout-canary', 10, 0.2),
					{...older, identity: {...older.identity, version: ident('2.9.0')}},
				],
			},
		});
		desk.advance(windows(8));
		expect(verdictNow(desk)).toMatchObject({
			kind: 'worse',
			errors: {canaryRatio: expect.closeTo(0.02), stableRatio: expect.closeTo(0.0001)},
		});
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

describe('without a verdict of harm', () => {
	// A wide screen opens a chart beside the list, which tells less than the polls right after a weight change.
	test.each([{size: narrow}, {size: wide}])(
		'at $size.columns columns, enough requests say above which difference harm would have been seen, and never that there is none',
		({size}) => {
			const desk = deskAt(paused, {size, world: {trafficAt: failing(0.95, 0.05)}});
			desk.advance(windows(8));
			const verdict = verdictNow(desk);
			expect(verdict).toMatchObject({kind: 'noHarm', isLatencyJudged: false});
			expect(verdict?.kind === 'noHarm' ? verdict.aboveRatio : 1).toBeLessThan(0.005);
			expect(verdict?.kind === 'noHarm' ? verdict.aboveRatio : 0).toBeGreaterThan(0);
		},
	);

	test('an open chart whose windows are too wide to judge by takes away no verdict', () => {
		// Steps of three minutes: four minutes after the change, one window lies wholly after it.
		const desk = deskOn(paused, {world: {trafficAt: failing(0.95, 0.05), chartSteps: 5}});
		desk.advance(windows(12));
		expect(verdictNow(desk)?.kind).toBe('noHarm');
		// Once three of them do, the chart tells of more requests than the polls.
		desk.advance(windows(36));
		const release = desk.context.derive.releases(desk.state()).get(checkout);
		const period = release && comparedPeriod(desk.context, desk.state(), release);
		expect(period).toMatchObject({basis: 'chart', windows: 5});
		expect(verdictNow(desk)?.kind).toBe('noHarm');
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

	test('failures beyond chance in less than three windows are too early for a verdict, and not too few, nor calm', () => {
		const desk = deskAt(paused, {world: {trafficAt: failing(1, 5)}});
		const said = () => {
			const verdict = verdictNow(desk);
			return verdict ? verdictParts(verdict, 0)[0] : '';
		};
		while (/^(CANNOT COMPARE|TOO FEW: not measured)/.test(said())) desk.advance(1_000);
		expect(said()).toBe('TOO EARLY: 100 of 1.0k requests failed, verdict in ~1 min');
		for (; said().startsWith('TOO EARLY'); desk.advance(1_000)) expect(homeOf(desk).summary.hurt).toBe('unknown');
		expect(said()).toMatch(/^CANARY IS WORSE/);
	});

	test('however many requests there are, it takes three windows', () => {
		const trafficAt = failing(0.95, 0.05);
		const desk = deskAt(paused, {size: narrow, world: {trafficAt, scrapeSeconds: 60}});
		desk.advance(250_000);
		const verdict = verdictNow(desk);
		const minutes = verdict?.kind === 'tooFew' ? (verdict.minutesLeft ?? 0) : 0;
		expect(minutes).toBeGreaterThan(3);
		desk.advance((minutes + 1) * 60_000);
		expect(verdictNow(desk)?.kind).toBe('noHarm');
	});

	test('a canary without requests is not judged', () => {
		const desk = deskAt(paused, {
			world: {trafficAt: () => [sample('checkout-stable', 100), sample('checkout-canary', 0)]},
		});
		desk.advance(windows(8));
		expect(verdictNow(desk)).toEqual({kind: 'tooFew', requests: 0, earlyFailures: null, minutesLeft: null});
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
		const silent = deskAt(paused, {world: {latencyMs: ({kind}) => (kind === 'ask' ? 'never' : 5)}});
		expect(verdictNow(silent)).toEqual({kind: 'cannotCompare', because: {code: 'no-metrics'}});
	});

	test('where no metrics are configured, none are awaited', () => {
		const desk = deskAt(paused, {world: {isMetricsConfigured: false}});
		expect(verdictNow(desk)).toEqual({kind: 'cannotCompare', because: {code: 'not-configured'}});
	});

	test('metrics that turn out not to be configured are no longer awaited', () => {
		const desk = deskAt(paused, {
			world: {isMetricsConfigured: false, latencyMs: ({kind}) => (kind === 'connectMetrics' ? 9_000 : 5)},
		});
		expect(verdictNow(desk)).toMatchObject({because: {code: 'no-metrics'}});
		desk.advance(15_000);
		expect(verdictNow(desk)).toMatchObject({because: {code: 'not-configured'}});
	});

	test('without a canary there is no verdict', () => {
		expect(verdictNow(deskAt('argo-canary/01-healthy'))).toBeNull();
	});
});
