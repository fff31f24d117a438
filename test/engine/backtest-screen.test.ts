import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {paletteCommands} from '../../source/engine/keys/input/palette.ts';
import type {BacktestView} from '../../source/engine/screens/past/backtest.ts';
import {pastShop} from '../backtest/support/past-shop.ts';
import type {Desk} from './support/desk.ts';
import {endBacktest, failBacktest, pastActs, tellBacktest} from './support/past-desk.ts';
import {checkout, deskOn} from './support/recorded.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const day = 86_400_000;

function viewOf(desk: Desk): BacktestView {
	const {screen} = desk.frame();
	if (screen.kind !== 'backtest') throw new Error(`${screen.kind} is open`);
	return screen.view;
}

function opened(options: Parameters<typeof deskOn>[1] = {}): Desk {
	const desk = deskOn(paused, options);
	desk.press('B');
	return desk;
}

const kinds = (desk: Desk) => pastActs(desk).map(({kind}) => kind);

describe('the backtest of a release', () => {
	test('opens with B and from the palette, and begins to read', () => {
		const desk = opened();
		expect(pastActs(desk)).toMatchObject([{kind: 'readBacktest', release: checkout}]);
		expect(viewOf(desk)).toMatchObject({name: 'shop/checkout', isReading: true, rows: []});

		const other = deskOn(paused);
		other.press(':');
		other.type('backtest');
		const [best] = paletteCommands(other.context, other.state());
		expect(best?.action).toBe('open backtest');
		other.press('enter');
		expect(viewOf(other).isReading).toBe(true);
	});

	test('tells how much was read, and lists what was judged so far', () => {
		const desk = opened();
		tellBacktest(desk, {kind: 'searched', doneMs: 12 * day, ofMs: 90 * day});
		expect(viewOf(desk).head).toMatch(/12 of 90 days/);
		const [newest, second] = pastShop(desk.state().nowMs);
		tellBacktest(desk, ...[newest, second].map(({release}) => ({kind: 'judged', release, of: 8}) as const));
		const {head, rows, tally} = viewOf(desk);
		expect(head).toMatch(/judged 2 of 8/);
		expect(rows.map(({versions}) => versions)).toEqual(['2.7.0 → 2.8.1', '2.7.0 → 2.8.0']);
		expect(tally).toEqual([]);
	});

	test('stops reading as soon as it is left, and goes on with the same reading when it is opened again', () => {
		const desk = opened();
		tellBacktest(desk, {kind: 'searched', doneMs: 12 * day, ofMs: 90 * day});
		desk.press('escape');
		expect(kinds(desk)).toEqual(['readBacktest', 'leaveBacktest']);
		desk.press('B');
		const [first, , again] = pastActs(desk);
		expect(again).toEqual(first);
		expect(viewOf(desk).head).toMatch(/12 of 90 days/);
	});

	test('goes on while help and a past release are open above it', () => {
		const desk = opened();
		desk.press('?');
		desk.advance(2_000);
		desk.press('escape');
		endBacktest(desk);
		desk.press('enter');
		expect(kinds(desk)).toEqual(['readBacktest', 'readReplay']);
	});

	test('reads nothing again that was read to its end, within an hour', () => {
		const desk = opened();
		endBacktest(desk);
		desk.press('escape', 'B', 'escape', 'B');
		expect(kinds(desk)).toEqual(['readBacktest']);
		expect(viewOf(desk)).toMatchObject({isReading: false, head: expect.stringMatching(/^8 releases from/)});
		desk.press('escape');
		desk.advance(3_700_000);
		desk.press('B');
		expect(kinds(desk)).toEqual(['readBacktest', 'readBacktest']);
		expect(viewOf(desk).rows).toEqual([]);
	});

	test('reads anew after two minutes what was still running', () => {
		const desk = opened();
		const [newest, ...older] = pastShop(desk.state().nowMs);
		const running = {...newest, release: {...newest.release, outcome: {kind: 'running'}}} as const;
		endBacktest(desk, [running, ...older]);
		desk.press('escape', 'B', 'escape');
		expect(kinds(desk)).toEqual(['readBacktest']);
		desk.advance(130_000);
		desk.press('B');
		expect(kinds(desk)).toEqual(['readBacktest', 'readBacktest']);
	});

	test('what an earlier reading tells comes too late', () => {
		const desk = opened();
		const [first] = pastActs(desk);
		failBacktest(desk, {kind: 'metrics', error: {kind: 'timeout', status: null, message: safe`no answer`}});
		desk.press('escape', 'B');
		if (first?.kind !== 'readBacktest') throw new Error('no backtest was begun');
		desk.dispatch({
			kind: 'backtestTold',
			id: first.id,
			told: {kind: 'searched', doneMs: 12 * day, ofMs: 90 * day},
		});
		expect(viewOf(desk).head).toBe('reading what Prometheus kept of the last 90 days …');
	});
});

describe('what cannot be read is said', () => {
	test('with its reason, and is read anew when the screen is opened again', () => {
		const desk = opened();
		const error = {kind: 'unauthorized', status: 403, message: safe`not allowed (403)`} as const;
		failBacktest(desk, {kind: 'metrics', error});
		expect(viewOf(desk).empty).toBe('cannot backtest: not allowed (403) — esc, then B, reads again');
		desk.advance(5_000);
		expect(kinds(desk)).toEqual(['readBacktest']);
		desk.press('escape', 'B');
		expect(kinds(desk)).toEqual(['readBacktest', 'readBacktest']);
	});

	test.each([
		[
			{kind: 'noVersions', names: [safe`checkout`], because: {kind: 'labels'}},
			/the series of checkout name no version/,
		],
		[{kind: 'blueGreen'}, /it is blue\/green/],
		[{kind: 'noService'}, /no Service leads to it/],
		[{kind: 'farApart', scrapeSeconds: 120}, /samples are 120 s apart/],
	] as const)('%o in the words of the command', (cannot, text) => {
		const desk = opened();
		failBacktest(desk, cannot);
		expect(viewOf(desk).empty).toMatch(/^cannot backtest: /);
		expect(viewOf(desk).empty).toMatch(text);
	});

	test('of one release alone, and the others are listed with theirs', () => {
		const desk = opened();
		endBacktest(desk);
		const judged = viewOf(desk).rows.map(({judge}) => judge as string);
		expect(judged.filter(text => text.startsWith('not judged: no answer'))).toHaveLength(1);
		expect(judged.filter(text => text === 'never WORSE')).toHaveLength(5);
	});

	test('where no metrics are configured: then nothing is asked', () => {
		const desk = opened({world: {isMetricsConfigured: false}});
		expect(pastActs(desk)).toEqual([]);
		expect(viewOf(desk).empty).toBe('cannot backtest: set --prometheus');
	});
});

test('a row tells when the judge called it, at which share, and how long before people went back', () => {
	const desk = opened();
	endBacktest(desk);
	const {rows, tally} = viewOf(desk);
	expect(rows[1]).toMatchObject({ended: 'rolled back', judge: 'WORSE after 9m at 20 %, lead 16m', tone: 'quiet'});
	expect(rows[3]).toMatchObject({ended: 'promoted', judge: 'false alarm after 3m at 20 %', tone: 'warning'});
	expect(rows[5]).toMatchObject({ended: 'rolled back', judge: 'never WORSE', tone: 'warning'});
	expect(tally.at(-1)).toMatch(/1 of 5 .* exact 95 % interval 0.5–72 %/);
});

test('the marked row is told in a sentence; the mark stays on its release while newer ones come', () => {
	const desk = opened();
	const [newest, ...older] = pastShop(desk.state().nowMs);
	tellBacktest(desk, ...[newest, ...older].slice(0, 3).map(({release}) => ({kind: 'judged', release, of: 8}) as const));
	desk.press('down');
	expect(viewOf(desk).detail).toMatch(
		/^2\.7\.0 → 2\.8\.0, took 25m30s, 20 % at most: WORSE .* more of 1,000 were slow since/,
	);
	tellBacktest(desk, ...older.slice(2).map(({release}) => ({kind: 'judged', release, of: 8}) as const));
	expect(viewOf(desk).rows).toHaveLength(8);
	expect(viewOf(desk).rows.findIndex(({isSelected}) => isSelected)).toBe(1);
});
