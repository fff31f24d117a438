import {describe, expect, test} from 'vitest';
import {readSituation} from '../releases/situation.ts';
import {alike, askedRows, hourMs, proving, told, unreachable} from './support/proving.ts';
import {checkout, deskAt} from './support/recorded.ts';
import {narrow, scrapeSeconds} from './support/session.ts';
import {failing, paused, stepMs, verdictNow} from './support/verdicts.ts';

describe('the rows of a release', () => {
	test('are asked for though no screen shows it, and as often on any screen', () => {
		const desk = deskAt(paused, {size: narrow, world: {trafficAt: alike}});
		desk.press('R', '/');
		desk.type('nothing of this name');
		desk.press('enter');
		desk.advance(30_000);
		const before = askedRows(desk).length;
		desk.advance(20 * stepMs);
		expect(askedRows(desk).length - before).toBe(20);
		expect(verdictNow(desk)?.kind).toBe('noHarm');
		desk.press('escape', 'escape', 'R', 'home', 'enter', '=');
		const opened = askedRows(desk).length;
		desk.advance(20 * stepMs);
		expect(askedRows(desk).length - opened).toBe(20);
	});

	test('are asked for of no release without a canary', () => {
		const desk = deskAt('argo-canary/01-healthy', {world: {trafficAt: alike}});
		desk.advance(10 * stepMs);
		expect(askedRows(desk)).toEqual([]);
	});

	test('of an open release begin 80 rows before the canary, leave no time out, and count none twice', () => {
		const desk = proving({trafficAt: alike}, 3 * hourMs);
		desk.advance(10 * stepMs);
		const asked = askedRows(desk).filter(({releases: [one]}) => one?.isOpen);
		const [first] = asked;
		expect(asked.length).toBeGreaterThan(2);
		expect((first?.releases[0]?.canaryFromMs ?? 0) - (first?.fromMs ?? 0)).toBe(80 * stepMs);
		for (const [at, {fromMs, toMs, isToNow, releases}] of asked.entries()) {
			expect(releases.map(({release}) => release)).toEqual([checkout]);
			expect(fromMs).toBe(asked[at - 1]?.toMs ?? first?.fromMs);
			expect([fromMs % stepMs, toMs % stepMs]).toEqual([0, 0]);
			expect(toMs).toBeGreaterThan(fromMs);
			// Only what is read up to now is judged, and from then on each answer is.
			expect(isToNow).toBe(at >= asked.findIndex(one => one.isToNow));
		}
		const {sinceMs, upToMs, rows} = told(desk);
		expect(rows).toBe((upToMs - sinceMs) / stepMs);
		expect(desk.clock.nowMs() - upToMs).toBeLessThan(stepMs + 2 * scrapeSeconds * 1_000);
	});

	test('of a release that is not open begin 160 rows ago, and all are read once it is', () => {
		const laterMs = 6 * hourMs;
		const desk = deskAt(paused, {
			size: narrow,
			nowMs: readSituation(paused).nowMs + laterMs,
			world: {trafficAt: failing(0.95, 5)},
		});
		desk.advance(5_000);
		const [first] = askedRows(desk);
		expect(askedRows(desk).at(-1)?.toMs).toBe((first?.releases[0]?.canaryFromMs ?? 0) + 160 * stepMs);
		expect(verdictNow(desk)).toMatchObject({
			kind: 'worse',
			sinceMs: first?.releases[0]?.canaryFromMs,
			isSinceOpen: true,
		});
		desk.press('R', 'home', 'enter');
		// Until then what is known stays.
		for (let at = 0; at < 100; at += 1) {
			expect(verdictNow(desk)?.kind).toBe('worse');
			desk.advance(100);
		}
		const opened = askedRows(desk).find(({releases: [one]}) => one?.isOpen);
		expect(opened?.releases[0]).toMatchObject({isFromLater: false});
		expect((opened?.releases[0]?.fromMs ?? 0) - (opened?.releases[0]?.canaryFromMs ?? 0)).toBeLessThan(stepMs);
		expect(verdictNow(desk)).toMatchObject({kind: 'worse', isSinceOpen: false});
		desk.press('escape', 'escape');
		const before = askedRows(desk).length;
		desk.advance(10 * stepMs);
		expect(askedRows(desk).length - before).toBeLessThanOrEqual(11);
		expect(verdictNow(desk)).toMatchObject({kind: 'worse', isSinceOpen: false});
	});

	test('hold the requests of both versions that were counted', () => {
		const desk = proving({trafficAt: alike}, hourMs);
		const judging = desk.state().metrics.evidence[checkout]?.judging;
		const rows = judging?.states.errors?.rows ?? [];
		const seconds = stepMs / 1_000;
		expect(rows.length).toBeGreaterThan(10);
		for (const row of rows) {
			expect(row.canaryRequests).toBeCloseTo(50 * seconds, 6);
			expect(row.canaryFailures[0]).toBeCloseTo(0.25 * seconds, 6);
			expect(row.stableRequests).toBeCloseTo(950 * seconds, 6);
			expect(row.stableFailures[0]).toBeCloseTo(4.75 * seconds, 6);
		}
	});

	test('that Prometheus does not have are told as missing, and their time passes', () => {
		const {nowMs} = readSituation(paused);
		const desk = proving({trafficAt: alike, keptSinceMs: nowMs + hourMs - 20 * stepMs}, hourMs);
		const {rows, unreadRows} = told(desk);
		expect(rows - unreadRows).toBeGreaterThanOrEqual(18);
		expect(rows - unreadRows).toBeLessThanOrEqual(22);
		expect(unreadRows).toBeGreaterThan(100);
	});

	test('that cannot be read leave what is known, say why, and are asked for again from the same time on', () => {
		const desk = proving({trafficAt: alike}, hourMs);
		const before = told(desk);
		// The rows alone: a Prometheus that answers nothing is not asked for them.
		desk.world.evidenceError = () => unreachable;
		desk.advance(4 * stepMs);
		const after = told(desk);
		expect(after).toMatchObject({rows: before.rows, upToMs: before.upToMs, problem: 'connection refused'});
		const tries = askedRows(desk).filter(({fromMs}) => fromMs === before.upToMs);
		expect(tries.length).toBeGreaterThan(1);
		expect(tries.length).toBeLessThanOrEqual(5);
		desk.world.evidenceError = () => null;
		desk.advance(2 * stepMs);
		expect(told(desk).problem).toBeNull();
		expect(told(desk).rows).toBeGreaterThan(before.rows + 4);
	});
});
