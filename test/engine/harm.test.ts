import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {past} from '../../source/engine/questions/past/past.ts';
import {noTrouble} from '../../source/engine/state/metrics-state.ts';
import {slowly} from './support/asking.ts';
import {homeOf, homeRow, saidOf} from './support/home.ts';
import {bad, deskOf, failingOf, from, hurting, namesOf, startMs, usual, windowMs} from './support/troubled.ts';

describe('a service without a release', () => {
	test('that fails beyond its own past comes first, and is said to fail more than usual', () => {
		const desk = deskOf(from(30_000));
		desk.advance(20_000);
		expect(namesOf(desk)).toEqual(['shop/catalog', 'shop/gateway', 'shop/mobile', 'shop/search']);
		desk.advance(100_000);
		expect(namesOf(desk)).toEqual(['shop/search', 'shop/catalog', 'shop/gateway', 'shop/mobile']);
		const row = homeRow(desk, 'shop/search');
		expect(row).toMatchObject({glyph: '✖', tone: 'critical', isSelected: true, harm: {against: 'past'}});
		const {extraPerMinute, failedPerMinute} = failingOf(row);
		expect(extraPerMinute).toBeCloseTo(432);
		expect(failedPerMinute).toBeCloseTo(462);
		expect(saidOf(desk)).toBe('6.8 % of its requests fail, usually 0.44 %: ~432 more a minute');
		expect(homeOf(desk).summary.hurt).toEqual({count: 1, failedPerMinute, slower: 0});
	});

	test('that always fails a little, or a lot, is at rest', () => {
		const desk = deskOf(() => usual);
		for (let minute = 0; minute < 10; minute += 1) {
			desk.advance(60_000);
			expect(hurting(desk)).toEqual([]);
		}
		expect(homeRow(desk, 'shop/mobile')).toMatchObject({glyph: ' ', tone: 'quiet'});
		expect(homeOf(desk).summary).toMatchObject({hurt: {count: 0}, releases: {waiting: 0, moving: 0, quiet: 4}});
	});

	test('says what is usual for it while it is at rest', () => {
		const desk = deskOf(() => usual);
		desk.advance(20_000);
		desk.press('end');
		expect(saidOf(desk)).toBe('0.44 % of its requests fail, usually 0.44 %');
	});

	test('that recovers hurts no more with the first window, and goes back to its place', () => {
		const desk = deskOf(serverMs => (from(0)(serverMs) === bad && serverMs < startMs + 120_000 ? bad : usual));
		desk.advance(110_000);
		expect(hurting(desk)).toEqual(['shop/search']);
		for (; hurting(desk).length > 0; desk.advance(1_000)) expect(saidOf(desk)).toMatch(/^6\.8 % of its/);
		desk.advance(10_000);
		expect(namesOf(desk).at(-1)).toBe('shop/search');
	});
});

describe('trouble', () => {
	test('of one window is a burst and no harm, of three windows it is', () => {
		const isBurst = (serverMs: number) => serverMs >= startMs + 60_000 && serverMs < startMs + 60_000 + windowMs;
		const burst = deskOf(serverMs => (isBurst(serverMs) ? 40 : usual));
		for (let seconds = 0; seconds < 200; seconds += 5) {
			burst.advance(5_000);
			expect(hurting(burst)).toEqual([]);
		}
		const lasting = deskOf(from(60_000));
		const since = () => lasting.clock.nowMs() - startMs - 60_000;
		// The first window that fails ends at once; two more end after it.
		while (hurting(lasting).length === 0) lasting.advance(1_000);
		expect(since()).toBeGreaterThanOrEqual(2 * windowMs);
		expect(since()).toBeLessThanOrEqual(3 * windowMs);
	});

	test('that began before perch is known with the first answer about the past', () => {
		const desk = deskOf(from(-3_600_000));
		desk.advance(2_000);
		expect(hurting(desk)).toEqual(['shop/search']);
		expect(namesOf(desk)[0]).toBe('shop/search');
	});

	test('of before a time that nobody measured is no trouble of now, and no calm: it takes three windows again', () => {
		const [goneMs, backMs] = [startMs + 130_000, startMs + 430_000];
		const isBad = (serverMs: number) => (serverMs >= startMs && serverMs < goneMs) || serverMs >= backMs;
		const desk = deskOf(serverMs => (isBad(serverMs) ? bad : usual));
		desk.advance(130_000);
		desk.world.pollError = {kind: 'unreachable', status: null, message: safe`connection refused`};
		desk.advance(300_000);
		desk.world.pollError = null;
		for (; hurting(desk).length === 0; desk.advance(1_000)) expect(homeOf(desk).summary.hurt).toBe('unknown');
		expect(hurting(desk)).toEqual(['shop/search']);
		expect(desk.clock.nowMs() - backMs).toBeGreaterThanOrEqual(2 * windowMs);
	});

	test('is carried over a poll that comes late by less than a window', () => {
		const desk = deskOf(from(0));
		desk.advance(5 * windowMs);
		desk.world.pollError = {kind: 'unreachable', status: null, message: safe`connection refused`};
		desk.advance(1.5 * windowMs);
		desk.world.pollError = null;
		desk.advance(0.4 * windowMs);
		expect(hurting(desk)).toEqual(['shop/search']);
	});

	test('goes with the figures that may have been added up from several clusters', () => {
		const desk = deskOf(from(0));
		desk.advance(120_000);
		desk.world.pollError = {kind: 'severalClusters', status: null, message: safe`set a matcher`};
		desk.advance(10_000);
		expect(desk.state().metrics.trouble).toEqual(noTrouble);
	});

	test('is not denied before the past was asked', () => {
		const desk = deskOf(from(-3_600_000), {latencyMs: slowly(past)});
		desk.advance(5_000);
		expect(homeOf(desk).summary.hurt).toBe('unknown');
	});
});

describe('without a past', () => {
	const keptSinceMs = startMs;
	/** Of 113 requests a second. */
	const failing = (share: number) => () => 113 * share;

	test('that no row fails much is not said before three windows told how long it has', () => {
		const desk = deskOf(failing(0.03), {keptSinceMs});
		const seen: (number | 'unknown')[] = [];
		for (let second = 0; second < 60; second += 1) {
			desk.advance(1_000);
			const {hurt} = homeOf(desk).summary;
			const now = hurt === 'unknown' ? hurt : hurt.count;
			if (now !== seen.at(-1)) seen.push(now);
		}
		expect(seen).toEqual(['unknown', 2]);
	});

	test('only more than one request in a hundred is harm, and its past is said to be unknown', () => {
		const little = deskOf(failing(0.009), {keptSinceMs});
		little.advance(120_000);
		expect(hurting(little)).toEqual(['shop/mobile']);
		const much = deskOf(failing(0.03), {keptSinceMs});
		much.advance(120_000);
		expect(hurting(much)).toEqual(['shop/mobile', 'shop/search']);
		expect(failingOf(homeRow(much, 'shop/search')).against).toBe('nothing');
		much.press('down');
		expect(saidOf(much)).toBe('3.0 % of its requests fail (its past is not known): ~203 a minute');
	});
});

describe('figures that are too old', () => {
	test('claim no harm and deny none, are told with their age, and move no row', () => {
		const desk = deskOf(from(0));
		desk.advance(120_000);
		expect(hurting(desk)).toEqual(['shop/search']);
		const before = namesOf(desk);
		desk.world.scrapedUntilMs = desk.clock.nowMs();
		desk.world.pollError = {kind: 'unreachable', status: null, message: safe`connection refused`};
		desk.advance(120_000);
		expect(homeOf(desk).summary.hurt).toBe('unknown');
		expect(hurting(desk)).toEqual([]);
		expect(homeRow(desk, 'shop/search')).toMatchObject({glyph: ' ', tone: 'quiet', errorRatio: {kind: 'stale'}});
		expect(saidOf(desk)).toMatch(/^\S+ ago: 6\.8 % of its requests fail, usually 0\.44 %$/);
		expect(namesOf(desk)).toEqual(before);
	});
});
