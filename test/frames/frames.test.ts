import {readdirSync} from 'node:fs';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import type {Frame} from '../../source/engine/screens/frame.ts';
import {drawFrame} from '../../source/views/draw-frame.ts';
import {paintLine} from '../../source/views/lines/paint.ts';
import type {TerminalStyle} from '../../source/views/lines/terminal-style.ts';
import {casesByKind} from './cases/all.ts';
import {type FrameCase, frameOf} from './cases/cases.ts';
import {looks} from './look.ts';

const cases: readonly FrameCase[] = casesByKind.flat();
const sizes = [
	{columns: 40, rows: 10},
	{columns: 60, rows: 15},
	{columns: 80, rows: 24},
	{columns: 160, rows: 45},
] as const;
const awkwardSizes = [
	{columns: 1, rows: 1},
	{columns: 20, rows: 5},
	{columns: 59, rows: 14},
	{columns: 119, rows: 29},
	{columns: 141, rows: 39},
	{columns: 300, rows: 90},
] as const;

type Size = Frame['size'];

const nameOf = ({columns, rows}: Size) => `${columns}x${rows}`;
const isAwkward = (size: Size) => awkwardSizes.some(one => one === size);

/** Each frame is selected and drawn once, however many tests look at it. */
function paintedFrames(frameCase: FrameCase) {
	const frame = remembered((size: Size) => frameOf(frameCase, size));
	const painted = remembered((look: TerminalStyle) =>
		remembered((size: Size) => drawFrame(frame(size), look).map(line => paintLine(line, size.columns, look))),
	);
	return (size: Size, look: TerminalStyle) => painted(look)(size);
}

function remembered<K, V>(of: (key: K) => V): (key: K) => V {
	const known = new Map<K, V>();
	return key => {
		const value = known.get(key) ?? of(key);
		known.set(key, value);
		return value;
	};
}

describe.each(cases)('$name', frameCase => {
	const painted = paintedFrames(frameCase);

	test('looks as it was agreed', async () => {
		const shown = [
			...sizes.map(size => ({size, look: looks.colour, name: nameOf(size)})),
			{size: sizes[2], look: looks.ascii, name: '80x24 ASCII'},
		].map(({size, look, name}) => `===== ${name}\n${shownBy(painted(size, look))}`);
		await expect(shown.join('')).toMatchFileSnapshot(`golden/${frameCase.name}.txt`);
	});

	test('fills each size and not a cell more', () => {
		for (const size of [...sizes, ...awkwardSizes]) {
			for (const look of isAwkward(size) ? [looks.colour] : Object.values(looks)) {
				const lines = painted(size, look);
				expect(lines, nameOf(size)).toHaveLength(size.rows);
				expect(new Set(lines.map(line => stringWidth(line))), nameOf(size)).toEqual(new Set([size.columns]));
			}
		}
	});

	test('drives the terminal with SGR of its own only', () => {
		for (const size of sizes) {
			for (const look of Object.values(looks)) {
				expect(withoutSgr(painted(size, look)), nameOf(size)).not.toMatch(
					/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u,
				);
			}
		}
	});

	test('shows without colour what it shows in colour', () => {
		for (const size of sizes) {
			const plain = painted(size, looks.noColour);
			expect(withoutSgr(plain), nameOf(size)).toBe(withoutSgr(painted(size, looks.colour)));
			const codes = plain.join('').matchAll(/\u001b\[([\d;]+)m/g);
			const used = new Set([...codes].flatMap(([, code]) => code?.split(';') ?? []));
			expect(used.isSubsetOf(new Set(['0', '1', '2', '4'])), `${nameOf(size)}: ${[...used]}`).toBe(true);
		}
	});

	test('is plain ASCII where there is no UTF-8', () => {
		for (const size of sizes) {
			const text = withoutSgr(painted(size, looks.ascii));
			expect(text, nameOf(size)).toMatch(/^[ -~\n]*$/);
			// A verb is named by its key, as it is where there is UTF-8.
			expect(text, nameOf(size)).not.toMatch(/\\ue0[01]/);
		}
	});
});

/** As `perch --once` prints it. */
function shownBy(lines: readonly string[]): string {
	return lines.map(line => `${withoutSgr([line]).trimEnd()}\n`).join('');
}

function withoutSgr(lines: readonly string[]): string {
	return lines.join('\n').replaceAll(/\u001b\[[\d;]+m/g, '');
}

test('every golden frame belongs to a case', () => {
	const files = readdirSync(new URL('golden/', import.meta.url));
	expect(files.toSorted()).toEqual(cases.map(({name}) => `${name}.txt`).toSorted());
});
