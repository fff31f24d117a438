import {describe, expect, test} from 'vitest';
import {releaseKey} from '../../source/domain/cluster/keys.ts';
import {drawFrame} from '../../source/views/draw-frame.ts';
import {rowAt} from '../../source/views/lines/line.ts';
import {looks} from '../frames/look.ts';
import {prod} from '../support/prod.ts';
import type {Desk} from './support/desk.ts';
import {deskAt} from './support/recorded.ts';

const checkout = releaseKey(prod, 'rollouts.argoproj.io', 'shop', 'checkout');
const paused = 'argo-canary/02-paused-at-step-1';

/** Clicks the first cell that shows this text. */
function click(desk: Desk, text: string): void {
	const lines = drawFrame(desk.frame(), looks.colour);
	const texts = lines.map(line => line.map(part => part.text).join(''));
	const row = texts.findIndex(line => line.includes(text));
	const column = texts[row]?.indexOf(text) ?? -1;
	desk.input({kind: 'click', row: rowAt(lines, {column, row})});
}

describe('a click', () => {
	test('marks a row of the list, and one more opens it', () => {
		const desk = deskAt(paused);
		desk.press('R');
		click(desk, 'shop/checkout');
		expect(desk.state().screen.releasesSelected).toBe(checkout);
		expect(desk.frame().screen.kind).toBe('releases');
		click(desk, 'shop/checkout');
		expect(desk.state().screen.stack.at(-1)).toMatchObject({kind: 'release', key: checkout});
	});

	test('beside the rows, behind a dialog or on the palette does nothing', () => {
		const desk = deskAt(paused);
		click(desk, 'perch');
		expect(desk.state().screen.stack).toHaveLength(1);
		desk.dispatch({kind: 'selected', key: checkout});
		desk.press('x');
		const {dialog} = desk.state().screen;
		expect(dialog).not.toBeNull();
		desk.input({kind: 'click', row: checkout});
		desk.input({kind: 'wheel', rows: 1});
		expect(desk.state().screen.dialog).toEqual(dialog);
		const lines = drawFrame(desk.frame(), looks.colour);
		const keys = lines.flatMap((_line, row) => Array.from({length: 160}, (_, column) => rowAt(lines, {column, row})));
		expect(keys.filter(key => key !== null)).toEqual([]);
		desk.press('escape', ':');
		click(desk, 'Promote');
		expect(desk.frame().palette).not.toBeNull();
		expect(desk.frame().confirm).toBeNull();
	});
});

describe('the wheel', () => {
	test('moves the mark of a list and of the palette, and scrolls the help', () => {
		const desk = deskAt(paused, {size: {columns: 60, rows: 15}});
		desk.input({kind: 'wheel', rows: 1});
		const byWheel = desk.state().screen.homeSelected;
		const byKey = deskAt(paused, {size: {columns: 60, rows: 15}});
		byKey.press('down');
		expect(byWheel).toBe(byKey.state().screen.homeSelected);
		desk.press(':');
		desk.input({kind: 'wheel', rows: 1});
		expect(desk.frame().palette?.commands.findIndex(({isSelected}) => isSelected)).toBe(0);
		desk.press('escape', '?');
		desk.input({kind: 'wheel', rows: 1});
		expect(desk.state().screen.stack.at(-1)).toEqual({kind: 'help', own: {offset: 3}});
	});

	test('disarms no key, and starts no verb', () => {
		const desk = deskAt(paused);
		desk.dispatch({kind: 'selected', key: checkout});
		for (let turns = 0; turns < 30; turns += 1) desk.input({kind: 'wheel', rows: -1});
		desk.dispatch({kind: 'selected', key: checkout});
		expect(desk.state().intents).toEqual([]);
		desk.press('x');
		expect(desk.state().screen.dialog).not.toBeNull();
	});
});
