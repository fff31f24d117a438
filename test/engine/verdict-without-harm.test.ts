import {describe, expect, test} from 'vitest';
import {comparedPeriod} from '../../source/engine/evidence/comparison/period.ts';
import {evidenceRows} from '../../source/engine/questions/evidence-rows.ts';
import {serverTime} from '../../source/engine/state/server-time.ts';
import {readSituation} from '../releases/situation.ts';
import {slowly} from './support/asking.ts';
import {unreachable} from './support/proving.ts';
import {checkout, deskAt, deskOn} from './support/recorded.ts';
import {narrow, sample, wide} from './support/session.ts';
import {failing, partsNow, paused, stepMs, taking, turning, until, verdictNow, windows} from './support/verdicts.ts';

const alike = failing(0.95, 0.05);
const many = () => [sample('checkout-stable', 950_000, 950), sample('checkout-canary', 50_000, 50)];
/** The first row that begins 90 s after the canary's pod: until then it warms up. */
const warmMs = Date.parse('2026-11-21T07:12:45Z');

describe('without a verdict of harm', () => {
	// A wide screen opens a chart beside the list, which tells less than the polls right after a weight change.
	test.each([{size: narrow}, {size: wide}])(
		'at $size.columns columns, enough requests say above which difference harm would have been seen, and never that there is none',
		({size}) => {
			const desk = deskAt(paused, {size, world: {trafficAt: alike}});
			desk.advance(windows(8));
			const verdict = verdictNow(desk);
			expect(verdict).toMatchObject({kind: 'noHarm', latency: 'notMeasured', wasWorse: null, underWay: null});
			// More than nobody should miss is never called no harm, nor less than what counts as harm.
			expect(verdict?.kind === 'noHarm' ? verdict.aboveRatio : 1).toBeLessThanOrEqual(0.005);
			expect(verdict?.kind === 'noHarm' ? verdict.aboveRatio : 0).toBeGreaterThanOrEqual(0.0005);
			expect(partsNow(desk)).toEqual([expect.stringMatching(/^NO HARM ABOVE 0\.\d+ %$/), 'latency not compared']);
		},
	);

	test('the same is said of latency, where it is measured and there are enough requests', () => {
		const latencyAt = () => [taking(50, 10)('checkout-stable', 950), taking(50, 10)('checkout-canary', 5)];
		const desk = deskAt(paused, {world: {trafficAt: alike, latencyAt}});
		until(desk, 'noHarm');
		expect(verdictNow(desk)).toMatchObject({latency: 'notYet'});
		expect(partsNow(desk)).toContain('latency not judged yet');
		desk.advance(600_000);
		expect(verdictNow(desk)).toMatchObject({kind: 'noHarm', latency: 'noHarm'});
		expect(partsNow(desk)).toEqual([expect.stringMatching(/^NO HARM ABOVE 0\.\d+ %$/)]);
	});

	test('an open chart whose windows are too wide to compare by takes away no verdict', () => {
		// Steps of three minutes: four minutes after the change, one window lies wholly after it.
		const desk = deskOn(paused, {world: {trafficAt: alike, chartSteps: 5}});
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
		const {upToMs} = desk.state().metrics.evidence[checkout] ?? {upToMs: warmMs};
		const seconds = (upToMs - warmMs) / 1_000;
		expect(seconds).toBeGreaterThan(45);
		const verdict = verdictNow(desk);
		expect(verdict).toMatchObject({kind: 'tooFew', requests: expect.closeTo(0.5 * seconds), underWay: null});
		expect(verdict?.kind === 'tooFew' ? verdict.minutesLeft : 0).toBeGreaterThan(10);
	});

	test('however many requests there are, it takes a minute of pods that are warm', () => {
		const desk = deskAt(paused, {world: {trafficAt: many}});
		until(desk, 'noHarm');
		const saidMs = serverTime(desk.state());
		expect(saidMs).toBeGreaterThanOrEqual(warmMs + 60_000);
		expect(saidMs).toBeLessThan(warmMs + 60_000 + 2 * stepMs);
	});

	test('pods that have just come are said to warm up, and their requests count for no bound', () => {
		const desk = deskAt(paused, {world: {trafficAt: many}});
		desk.advance(60_000);
		expect(verdictNow(desk)).toMatchObject({kind: 'tooFew', requests: 0, isWarmingUp: true});
		expect(partsNow(desk)[0]).toBe('TOO FEW: its pods warm up');
	});

	test('a canary without requests is not judged', () => {
		const desk = deskAt(paused, {
			world: {trafficAt: () => [sample('checkout-stable', 100), sample('checkout-canary', 0)]},
		});
		desk.advance(windows(8));
		expect(verdictNow(desk)).toMatchObject({
			kind: 'tooFew',
			requests: 0,
			isWarmingUp: false,
			minutesLeft: null,
			underWay: null,
		});
		expect(partsNow(desk)[0]).toBe('TOO FEW: no requests to the canary');
	});

	test('where stable fails as the canary does, and did not before, both are bad', () => {
		const desk = deskAt(paused, {world: {trafficAt: alike}});
		desk.advance(windows(20));
		desk.world.trafficAt = turning(serverTime(desk.state()), alike, failing(190, 10));
		until(desk, 'bothBad', 120_000);
		desk.advance(8 * stepMs);
		expect(verdictNow(desk)).toMatchObject({
			kind: 'bothBad',
			by: 'errors',
			stableRatio: expect.closeTo(0.2),
			stableRatioBefore: expect.closeTo(0.001),
		});
		expect(partsNow(desk)).toEqual(['BOTH BAD: stable rose too', '0.10 % → 20 % fail']);
	});

	test('where stable is not asked while the canary is, they cannot be compared', () => {
		const only = () => [sample('checkout-stable', 0), sample('checkout-canary', 50, 5)];
		const desk = deskAt(paused, {world: {trafficAt: only}});
		desk.advance(windows(20));
		expect(verdictNow(desk)).toEqual({kind: 'cannotCompare', because: {code: 'no-stable-requests'}});
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

	test('until its rows are read, a canary is not judged, whatever the polls show', () => {
		const desk = deskAt(paused, {world: {trafficAt: failing(0.95, 25), latencyMs: slowly(evidenceRows)}});
		desk.advance(120_000);
		expect(verdictNow(desk)).toEqual({kind: 'notJudged', problem: null});
		expect(partsNow(desk)).toEqual(['NOT JUDGED YET']);
	});

	test('where its rows cannot be read, that is why it is not judged', () => {
		const desk = deskAt(paused, {world: {trafficAt: alike, evidenceError: () => unreachable}});
		desk.advance(60_000);
		expect(verdictNow(desk)).toEqual({kind: 'notJudged', problem: 'connection refused'});
		expect(partsNow(desk)).toEqual(['NOT JUDGED: connection refused']);
	});

	test('of a release that is read in several answers, nothing is said before the last one', () => {
		const nowMs = readSituation(paused).nowMs + 10_800_000;
		const turnedAtMs = nowMs - 5_400_000;
		const overMs = turnedAtMs + 1_800_000;
		const trafficAt = (serverMs: number) =>
			serverMs >= turnedAtMs && serverMs < overMs ? failing(0.95, 5)() : alike();
		const desk = deskOn(paused, {nowMs, world: {trafficAt, latencyMs: () => 400}});
		const said = new Set<string>();
		for (let at = 0; at < 100; at += 1) {
			said.add(verdictNow(desk)?.kind ?? '');
			desk.advance(100);
		}
		expect(said).not.toContain('worse');
		expect(verdictNow(desk)?.kind).toBe('noHarm');
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
