import {describe, expect, test} from 'vitest';
import type {WorseVerdict} from '../../source/domain/release/verdict.ts';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import {serverTime} from '../../source/engine/state/server-time.ts';
import {readSituation} from '../releases/situation.ts';
import type {Desk} from './support/desk.ts';
import {checkout, deskAt, deskOn, objectsOf} from './support/recorded.ts';
import {narrow, sample} from './support/session.ts';
import {failing, partsNow, paused, rowOf, stepMs, turning, until, verdictNow, windows} from './support/verdicts.ts';

const good = failing(0.95, 0.05);
/** One request in ten of the canary, one in a thousand of stable. */
const bad = failing(0.95, 5);
const extraPerMinute = (0.1 - 0.001) * 50 * 60;
const recordedMs = readSituation(paused).nowMs;

describe('by errors', () => {
	test('a canary is worse since the row in which it began to fail, with what that costs a minute', () => {
		const desk = deskAt(paused, {world: {trafficAt: good}});
		desk.advance(windows(10));
		const turnedAtMs = serverTime(desk.state());
		desk.world.trafficAt = turning(turnedAtMs, good, bad);
		until(desk, 'worse', 60_000);
		const {errors, sinceMs, ...others} = worseNow(desk);
		expect(others).toMatchObject({isSinceOpen: false, carriedSinceMs: null, latency: null, stableRose: false});
		expect(sinceMs).toBe(rowOf(turnedAtMs));
		expect(errors?.ratios).toEqual({canary: expect.closeTo(0.1), stable: expect.closeTo(0.001)});
		expect(errors?.extraPerMinute.estimate).toBeCloseTo(extraPerMinute);
		expect(errors?.extraPerMinute.low).toBeCloseTo((errors?.atLeastRatio ?? 0) * 50 * 60);
		expect(errors?.extraPerMinute.low).toBeLessThan(extraPerMinute);
		expect(errors?.extraPerMinute.high).toBeGreaterThan(extraPerMinute);
	});

	test('one row never convicts, though every request of it failed', () => {
		const desk = deskAt(paused, {world: {trafficAt: good}});
		desk.advance(windows(10));
		const atMs = serverTime(desk.state());
		const allFail = failing(0.95, 50);
		const badRowMs = rowOf(atMs) + stepMs;
		desk.world.trafficAt = serverMs => (serverMs === badRowMs ? allFail() : good());
		for (let seconds = 0; seconds < 240; seconds += 1) {
			desk.advance(1_000);
			expect(verdictNow(desk)?.kind).not.toBe('worse');
		}
		const rows = desk.state().metrics.evidence[checkout]?.judging?.states.errors?.rows ?? [];
		expect(rows.find(({endMs}) => endMs === badRowMs)?.canaryFailures).toEqual([expect.closeTo((50 * stepMs) / 1_000)]);
	});

	test.each([
		['on the first screen', deskAt],
		['on its own screen', deskOn],
	] as const)('harm that began before perch started is told with its time %s', (_, deskThere) => {
		const turnedAtMs = recordedMs + 1_200_000;
		const nowMs = turnedAtMs + 400_000;
		const desk = deskThere(paused, {nowMs, world: {trafficAt: turning(turnedAtMs, good, bad)}});
		desk.advance(10_000);
		expect(worseNow(desk)).toMatchObject({sinceMs: rowOf(turnedAtMs), isSinceOpen: false});
	});

	test('a canary that was worse ever since its first pod is worse since its first row that is no cold start', () => {
		const desk = deskAt(paused, {nowMs: recordedMs + 600_000, world: {trafficAt: failing(0.95, 2)}});
		desk.advance(10_000);
		// 4 % of failures are excused of pods that warm up: 5 points more than twice stable's share are not.
		const podMs = Date.parse('2026-11-21T07:11:14Z');
		expect(worseNow(desk)).toMatchObject({sinceMs: rowOf(podMs + 90_000) + stepMs, isSinceOpen: false});
	});

	test('where no pod tells since when the canary runs, it may have been worse for longer than perch has rows', () => {
		const objects = objectsOf(paused).filter(({kind}) => kind !== 'Pod' && kind !== 'Event');
		const desk = deskAt(paused, {objects, world: {trafficAt: bad}});
		until(desk, 'worse', 120_000);
		expect(worseNow(desk)).toMatchObject({isSinceOpen: true});
		expect(partsNow(desk)[0]).toMatch(/^CANARY IS WORSE since before \d\d:\d\d$/);
	});

	test('ten minutes in which Prometheus does not answer are read afterwards: nothing of the harm is lost', () => {
		const desk = deskAt(paused, {size: narrow, world: {trafficAt: good}});
		desk.advance(windows(10));
		const turnedAtMs = serverTime(desk.state()) + 120_000;
		desk.world.trafficAt = turning(turnedAtMs, good, bad);
		desk.world.pollError = {kind: 'unreachable', status: null, message: safe`connection refused`};
		desk.advance(600_000);
		expect(verdictNow(desk)?.kind).not.toBe('worse');
		desk.world.pollError = null;
		desk.advance(windows(2));
		expect(worseNow(desk)).toMatchObject({sinceMs: rowOf(turnedAtMs), isSinceOpen: false});
	});

	test('ten minutes that nobody measured are no ten minutes of harm: since then begins after them', () => {
		const nowMs = recordedMs + 1_200_000;
		const backMs = nowMs + 600_000;
		const trafficAt = (serverMs: number) => (serverMs >= nowMs && serverMs < backMs ? [] : bad());
		const desk = deskAt(paused, {size: narrow, nowMs, world: {trafficAt}});
		desk.advance(600_000 + windows(6));
		expect(worseNow(desk)).toMatchObject({isSinceOpen: false});
		expect(worseNow(desk).sinceMs).toBeGreaterThanOrEqual(rowOf(backMs));
	});

	test('minutes that nobody measured clear nobody: a canary that failed before and after them is never said not to', () => {
		const nowMs = recordedMs + 1_200_000;
		const [goneMs, backMs] = [nowMs + 60_000, nowMs + 240_000];
		const trafficAt = (serverMs: number) => (serverMs >= goneMs && serverMs < backMs ? [] : bad());
		const desk = deskAt(paused, {size: narrow, nowMs, world: {trafficAt}});
		for (let seconds = 0; seconds < 400; seconds += 1) {
			expect(partsNow(desk)[0]).not.toMatch(/not now|NO HARM/);
			desk.advance(1_000);
		}
		expect(verdictNow(desk)?.kind).toBe('worse');
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
		until(desk, 'worse');
		const {errors} = worseNow(desk);
		expect(errors?.ratios).toEqual({canary: expect.closeTo(0.02), stable: expect.closeTo(0.0001)});
	});

	test('a canary that fails less is never worse', () => {
		const desk = deskAt(paused, {world: {trafficAt: failing(95, 0.05)}});
		desk.advance(windows(20));
		expect(verdictNow(desk)?.kind).not.toBe('worse');
	});

	test('harm that is over is told with its time, until there is evidence that there is none above what matters', () => {
		const desk = deskAt(paused, {world: {trafficAt: good}});
		desk.advance(windows(10));
		const fromMs = serverTime(desk.state());
		const overMs = fromMs + 200_000;
		desk.world.trafficAt = serverMs => (serverMs < fromMs || serverMs >= overMs ? good() : bad());
		until(desk, 'worse');
		until(desk, 'wasWorse');
		const was = {kind: 'wasWorse', fromMs: rowOf(fromMs), toMs: rowOf(overMs)};
		expect(verdictNow(desk)).toMatchObject({...was, isJudgedNow: false});
		desk.advance(stepMs);
		expect(verdictNow(desk)).toMatchObject({...was, isJudgedNow: true});
		until(desk, 'noHarm');
		expect(verdictNow(desk)).toMatchObject({wasWorse: {fromMs: rowOf(fromMs), toMs: rowOf(overMs)}});
		expect(partsNow(desk)[1]).toMatch(/^it was worse \d\d:\d\d–\d\d:\d\d$/);
	});

	test.each([
		[55, true],
		[65, false],
	])('harm that was over %d minutes ago is told beside what is said now: %s', (minutes, isTold) => {
		const [fromMs, overMs] = [recordedMs + 300_000, recordedMs + 600_000];
		const trafficAt = (serverMs: number) => (serverMs < fromMs || serverMs >= overMs ? good() : bad());
		const desk = deskOn(paused, {nowMs: overMs + minutes * 60_000, world: {trafficAt}});
		desk.advance(10_000);
		const wasWorse = isTold ? {fromMs: rowOf(fromMs), toMs: rowOf(overMs)} : null;
		expect(verdictNow(desk)).toMatchObject({kind: 'noHarm', wasWorse});
	});

	test('time alone clears nobody: a canary that fails as much as ever stays worse', () => {
		const desk = deskAt(paused, {size: narrow, nowMs: recordedMs + 600_000, world: {trafficAt: bad}});
		until(desk, 'worse');
		const {sinceMs} = worseNow(desk);
		for (let minutes = 0; minutes < 20; minutes += 1) {
			desk.advance(60_000);
			expect(worseNow(desk).sinceMs).toBe(sinceMs);
		}
	});

	test('a canary that nobody asks any more is not worse any more: two minutes after its last requests', () => {
		const desk = deskAt(paused, {world: {trafficAt: bad}});
		until(desk, 'worse');
		const silentMs = serverTime(desk.state());
		const silent = () => [sample('checkout-stable', 1_000, 1), sample('checkout-canary', 0)];
		desk.world.trafficAt = turning(silentMs, bad, silent);
		desk.advance(100_000);
		expect(verdictNow(desk)?.kind).toBe('worse');
		until(desk, 'wasWorse', 60_000);
		expect(verdictNow(desk)).toMatchObject({toMs: rowOf(silentMs), isJudgedNow: false});
	});
});

describe('after a change of the weight', () => {
	const changed = (before: () => ReturnType<typeof bad>, after: () => ReturnType<typeof bad>) => {
		const desk = deskAt('argo-canary/04-timed-pause-20-percent', {world: {trafficAt: before}});
		desk.advance(windows(8));
		const changedAtMs = serverTime(desk.state());
		desk.world.trafficAt = turning(changedAtMs, before, after);
		desk.server.become(objectsOf('argo-canary/06-paused-at-50-after-analysis'));
		desk.sync();
		return {desk, changedAtMs};
	};

	test('what was worse stays so, and says that it is not yet judged since, until new rows convict', () => {
		const {desk, changedAtMs} = changed(bad, bad);
		const {sinceMs} = worseNow(desk);
		expect(sinceMs).toBeLessThan(changedAtMs);
		while (worseNow(desk).carriedSinceMs === null) desk.advance(1_000);
		expect(worseNow(desk)).toMatchObject({sinceMs, carriedSinceMs: rowOf(changedAtMs)});
		expect(partsNow(desk)[0]).toMatch(/^CANARY IS WORSE since \d\d:\d\d, not judged yet since \d\d:\d\d$/);
		expect(worseNow(desk).errors?.extraPerMinute.low).toBeCloseTo(0.0005 * 50 * 60);
		while (worseNow(desk).carriedSinceMs !== null) desk.advance(1_000);
		expect(worseNow(desk).sinceMs).toBe(rowOf(changedAtMs));
	});

	test('what was worse is so no more once new rows acquit', () => {
		const {desk, changedAtMs} = changed(bad, good);
		const {sinceMs} = worseNow(desk);
		until(desk, 'wasWorse');
		expect(verdictNow(desk)).toMatchObject({kind: 'wasWorse', fromMs: sinceMs, toMs: rowOf(changedAtMs)});
	});

	test('a canary without harm is not measured until a row lies wholly after it, and then counted anew', () => {
		const desk = deskAt(paused, {nowMs: recordedMs + 600_000, world: {trafficAt: good}});
		until(desk, 'noHarm');
		const {objects} = readSituation('argo-canary/04-timed-pause-20-percent');
		desk.server.become(objects);
		desk.sync();
		const changedAtMs = serverTime(desk.state());
		expect(verdictNow(desk)).toMatchObject({kind: 'tooFew', requests: null, minutesLeft: null, underWay: null});
		// Of an earlier change nothing is counted any more.
		expect(partsNow(desk)).toEqual(['TOO FEW: not measured since the weight changed']);
		desk.advance(2 * stepMs + 10_000);
		expect(verdictNow(desk)).toMatchObject({kind: 'tooFew', anewSinceMs: rowOf(changedAtMs)});
	});
});

function worseNow(desk: Desk): WorseVerdict {
	const verdict = verdictNow(desk);
	if (verdict?.kind !== 'worse') throw new Error(`it is not worse: ${partsNow(desk).join(' · ')}`);
	return verdict;
}
