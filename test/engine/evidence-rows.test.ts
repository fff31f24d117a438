import {describe, expect, test} from 'vitest';
import {readSituation} from '../releases/situation.ts';
import {alike, askedRows, hourMs, proving, stepMs, told, unreachable} from './support/proving.ts';
import {checkout, deskOn} from './support/recorded.ts';
import {scrapeSeconds} from './support/session.ts';
import {paused} from './support/verdicts.ts';

describe('the rows of a release', () => {
	test('are asked for only while the screen shows what they prove', () => {
		const desk = deskOn(paused, {world: {trafficAt: alike}});
		desk.advance(30_000);
		expect(askedRows(desk)).toEqual([]);
		desk.press('=');
		desk.advance(1_000);
		expect(askedRows(desk).length).toBeGreaterThan(0);
	});

	test('begin an hour before the canary, leave no time out, and count none twice', () => {
		const desk = proving({trafficAt: alike}, 3 * hourMs);
		desk.advance(10 * stepMs);
		const asked = askedRows(desk);
		const [first] = asked;
		expect(asked.length).toBeGreaterThan(2);
		expect(first && first.canaryFromMs - first.fromMs).toBe(hourMs);
		for (const [at, {fromMs, toMs}] of asked.entries()) {
			expect(fromMs).toBe(asked[at - 1]?.toMs ?? first?.fromMs);
			expect([fromMs % stepMs, toMs % stepMs]).toEqual([0, 0]);
			expect(toMs).toBeGreaterThan(fromMs);
		}
		const {sinceMs, upToMs, rows} = told(desk);
		expect(rows).toBe((upToMs - sinceMs) / stepMs);
		expect(desk.clock.nowMs() - upToMs).toBeLessThan(stepMs + 2 * scrapeSeconds * 1_000);
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
		desk.world.pollError = unreachable;
		desk.advance(4 * stepMs);
		const after = told(desk);
		expect(after).toMatchObject({rows: before.rows, upToMs: before.upToMs, problem: 'connection refused'});
		const tries = askedRows(desk).filter(({fromMs}) => fromMs === before.upToMs);
		expect(tries.length).toBeGreaterThan(1);
		expect(tries.length).toBeLessThanOrEqual(5);
		desk.world.pollError = null;
		desk.advance(2 * stepMs);
		expect(told(desk).problem).toBeNull();
		expect(told(desk).rows).toBeGreaterThan(before.rows + 4);
	});
});
