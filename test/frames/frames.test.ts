import {readdirSync} from 'node:fs';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import type {Frame} from '../../source/engine/screens/frame.ts';
import {drawFrame} from '../../source/views/draw-frame.ts';
import {paintLine} from '../../source/views/lines/paint.ts';
import type {TerminalStyle} from '../../source/views/lines/terminal-style.ts';
import {renderOnce} from '../../source/views/render-once.ts';
import {type FrameCase, frameOf} from './cases/cases.ts';
import {evidenceCases} from './cases/evidence.ts';
import {homeCases} from './cases/home.ts';
import {logsCases} from './cases/logs.ts';
import {otherCases} from './cases/others.ts';
import {panelsCases} from './cases/panels.ts';
import {proveCases} from './cases/prove.ts';
import {releaseCases} from './cases/release.ts';
import {looks} from './look.ts';

const cases: readonly FrameCase[] = [
	...homeCases,
	...panelsCases,
	...releaseCases,
	...otherCases,
	...evidenceCases,
	...proveCases,
	...logsCases,
];
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

function painted(frame: Frame, look: TerminalStyle): readonly string[] {
	return drawFrame(frame, look).map(line => paintLine(line, frame.size.columns, look));
}

const ownSgr = /\u001b\[[\d;]+m/g;

describe.each(cases)('$name', frameCase => {
	test('looks as it was agreed', async () => {
		const shown = [
			...sizes.map(size => ({size, look: looks.colour, name: `${size.columns}x${size.rows}`})),
			{size: sizes[2], look: looks.ascii, name: '80x24 ASCII'},
		].map(({size, look, name}) => `===== ${name}\n${renderOnce(frameOf(frameCase, size), look)}`);
		await expect(shown.join('')).toMatchFileSnapshot(`golden/${frameCase.name}.txt`);
	});

	test.each([...sizes, ...awkwardSizes])('fills $columns×$rows and not a cell more', size => {
		for (const look of Object.values(looks)) {
			const lines = painted(frameOf(frameCase, size), look);
			expect(lines).toHaveLength(size.rows);
			for (const line of lines) expect(stringWidth(line)).toBe(size.columns);
		}
	});

	test.each(sizes)('drives the terminal with SGR of its own only at $columns×$rows', size => {
		for (const look of Object.values(looks)) {
			for (const line of painted(frameOf(frameCase, size), look)) {
				expect(line.replaceAll(ownSgr, '')).not.toMatch(
					/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u,
				);
			}
		}
	});

	test.each(sizes)('shows without colour what it shows in colour at $columns×$rows', size => {
		const frame = frameOf(frameCase, size);
		const plain = painted(frame, looks.noColour);
		expect(plain.map(line => line.replaceAll(ownSgr, ''))).toEqual(
			painted(frame, looks.colour).map(line => line.replaceAll(ownSgr, '')),
		);
		const codes = plain.flatMap(line =>
			Array.from(line.matchAll(/\u001b\[([\d;]+)m/g), match => match[1]?.split(';') ?? []),
		);
		expect(codes.flat().filter(code => !['0', '1', '2', '4'].includes(code))).toEqual([]);
	});

	test.each(sizes)('is plain ASCII where there is no UTF-8 at $columns×$rows', size => {
		for (const line of painted(frameOf(frameCase, size), looks.ascii)) {
			expect(line.replaceAll(ownSgr, '')).toMatch(/^[ -~]*$/);
		}
	});
});

test('every golden frame belongs to a case', () => {
	const files = readdirSync(new URL('golden/', import.meta.url));
	expect(files.toSorted()).toEqual(cases.map(({name}) => `${name}.txt`).toSorted());
});
