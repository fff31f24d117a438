import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import type {ReplayShown, ReplayView} from '../../source/engine/screens/past/replay.ts';
import {type PastOne, pastShop} from '../backtest/support/past-shop.ts';
import type {Desk} from './support/desk.ts';
import {endBacktest, pastActs, tellReplay} from './support/past-desk.ts';
import {deskOn} from './support/recorded.ts';

const paused = 'argo-canary/02-paused-at-step-1';

function viewOf(desk: Desk): ReplayView {
	const {screen} = desk.frame();
	if (screen.kind !== 'replay') throw new Error(`${screen.kind} is open`);
	return screen.view;
}

function shownOf(desk: Desk): ReplayShown {
	const {shown} = viewOf(desk);
	if (!shown) throw new Error('nothing is shown');
	return shown;
}

/** The release that was called and taken back, before its rows are read. */
function begun(): {readonly desk: Desk; readonly one: PastOne} {
	const desk = deskOn(paused);
	const ones = pastShop(desk.state().nowMs);
	desk.press('B');
	endBacktest(desk, ones);
	desk.press('down', 'enter');
	return {desk, one: ones[1]};
}

function replayed() {
	const {desk, one} = begun();
	tellReplay(desk, one);
	const call = one.release.judged.ok ? one.release.judged.value?.call : null;
	if (!call || one.release.outcome.kind === 'running') throw new Error('it was called and is over');
	const step = (atMs: number) => Math.round((atMs - one.read.fromMs) / 45_000);
	return {desk, one, callRow: step(call.atMs), endRow: step(one.release.outcome.atMs)};
}

const placeOf = (desk: Desk) => viewOf(desk).header.replay?.place as string;
const textsOf = (desk: Desk) => shownOf(desk).facts.map(({label, text}) => `${label} ${text}`);
const right = (count: number) => Array.from({length: count}, () => 'right');

describe('a past release', () => {
	test('is opened from its row, and reads its own rows', () => {
		const {desk, one} = begun();
		const {past, scheme} = one.release;
		expect(pastActs(desk).at(-1)).toMatchObject({kind: 'readReplay', asked: {past, scheme}});
		expect(viewOf(desk)).toMatchObject({shown: null, empty: 'reading its rows …', versions: '2.7.0 → 2.8.0'});
		desk.press('right');
		expect(viewOf(desk).footer.message?.text).toBe('its rows are not read yet');
	});

	test('that was not judged cannot be opened', () => {
		const desk = deskOn(paused);
		desk.press('B');
		endBacktest(desk);
		desk.press('end', 'up', 'enter');
		const {screen} = desk.frame();
		expect(screen.kind).toBe('backtest');
		expect(pastActs(desk).map(({kind}) => kind)).toEqual(['readBacktest']);
	});

	test('says its moment in place of any age', () => {
		const {desk, one, endRow} = replayed();
		expect(viewOf(desk).header.replay).toMatchObject({place: `1 of ${endRow}`});
		const first = new Date(one.read.fromMs + 45_000).toISOString();
		expect(viewOf(desk).header.replay).toMatchObject({date: first.slice(0, 10), time: first.slice(11, 19)});
	});

	test('is gone through by rows, by tens, and to both ends', () => {
		const {desk, endRow} = replayed();
		const at = (...keys: readonly string[]) => {
			desk.press(...keys);
			return Number(placeOf(desk).split(' ')[0]);
		};
		expect(at('right', 'right')).toBe(3);
		expect(at('left')).toBe(2);
		expect(at(']')).toBe(12);
		expect(at('pagedown')).toBe(22);
		expect(at('pageup', '[')).toBe(2);
		expect(at('end')).toBe(endRow);
		expect(at('right')).toBe(endRow);
		expect(viewOf(desk).footer.message?.text).toBe('this is where its rows end');
		expect(at('home')).toBe(1);
		expect(at('left')).toBe(1);
		expect(viewOf(desk).footer.message?.text).toBe('this is where the release began');
	});
});

describe('nothing later than the moment is shown', () => {
	test('the verdict turns WORSE with the row that called it', () => {
		const {desk, callRow} = replayed();
		desk.press(...right(callRow - 2));
		expect(shownOf(desk).headline.parts[0]).not.toMatch(/CANARY IS WORSE/);
		expect(textsOf(desk).join()).not.toMatch(/called/);
		desk.press('right');
		expect(shownOf(desk).headline.parts[0]).toMatch(/^CANARY IS WORSE since/);
		expect(textsOf(desk)).toContainEqual(expect.stringMatching(/^called WORSE at .*, 9m after it began$/));
	});

	test('charts end at the moment, on an axis as long as the whole release', () => {
		const {desk, one, endRow} = replayed();
		desk.press(']');
		for (const {lines, moments, startMs, endMs} of shownOf(desk).charts) {
			expect([startMs, endMs]).toEqual([one.read.fromMs, one.read.fromMs + endRow * 45_000]);
			for (const {points} of lines) expect(points).toHaveLength(11);
			expect(moments?.map(({tone}) => tone)).toEqual(['cursor']);
		}
	});

	test('that people went back is told where they did', () => {
		const {desk} = replayed();
		desk.press('end', 'left');
		expect(textsOf(desk).join()).not.toMatch(/rolled back/);
		desk.press('right');
		expect(textsOf(desk)).toContainEqual(expect.stringMatching(/^ended rolled back at .* after it was called WORSE$/));
		expect(shownOf(desk).charts[0].moments?.map(({text}) => text)).toContain('rolled back');
	});
});

test('the share is said to be observed, and that no weight is known', () => {
	const {desk} = replayed();
	expect(textsOf(desk)[0]).toBe('share 5.0 % of requests to 2.8.0, observed; the weight set is not known');
	desk.press(...right(8));
	expect(textsOf(desk)[0]).toBe('share this row could not be read');
});

test('every verb is off, in the footer, on its key and in the palette, and says why', () => {
	const {desk} = replayed();
	const off = 'this is a past release: verbs are off';
	const verbs = viewOf(desk).footer.keys.filter(({key}) => /^[xphrbtnwu]$/.test(key));
	expect(verbs.length).toBeGreaterThan(3);
	expect(new Set(verbs.map(({disabledBecause}) => disabledBecause))).toEqual(new Set([off]));
	for (const key of ['x', 'p', 'h', 'r', 'b', 't', 'n', 'w', 'u']) {
		desk.press(key);
		desk.advance(1_000);
		expect(viewOf(desk).footer.message?.text, key).toBe(off);
		expect(desk.frame().confirm, key).toBeNull();
	}
	desk.press(':');
	const {palette} = desk.frame();
	const refused = palette?.commands.filter(({disabledBecause}) => disabledBecause === off) ?? [];
	expect(refused.length).toBeGreaterThan(8);
	expect(desk.state().intents).toEqual([]);
});

test('frozen, x thaws as everywhere, and acts on nothing', () => {
	const {desk} = replayed();
	desk.press('z');
	desk.advance(1_000);
	desk.press('x', 'x');
	expect(desk.frame().confirm).toBeNull();
	expect(desk.state().frozen).toBeNull();
});

test('esc returns to the list, and to the same row; the same release is not read again', () => {
	const {desk} = replayed();
	desk.press('escape');
	const {screen} = desk.frame();
	if (screen.kind !== 'backtest') throw new Error(`${screen.kind} is open`);
	expect(screen.view.rows.findIndex(({isSelected}) => isSelected)).toBe(1);
	desk.press('enter');
	expect(viewOf(desk).shown).not.toBeNull();
	expect(pastActs(desk).filter(({kind}) => kind === 'readReplay')).toHaveLength(1);
});

test('one that is left while it is read is read no more', () => {
	const {desk} = begun();
	desk.press('escape');
	expect(pastActs(desk).at(-1)).toEqual({kind: 'leaveReplay'});
	expect(desk.state().past.replay).toBeNull();
});

test('rows that cannot be read are said, and read anew when it is opened again', () => {
	const {desk} = begun();
	tellReplay(desk, {kind: 'metrics', error: {kind: 'timeout', status: null, message: safe`no answer within 5 s`}});
	expect(viewOf(desk).empty).toBe('cannot replay: no answer within 5 s — esc, then enter, reads again');
	desk.press('escape', 'enter');
	expect(pastActs(desk).filter(({kind}) => kind === 'readReplay')).toHaveLength(2);
});
