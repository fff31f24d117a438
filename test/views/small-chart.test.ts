import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {type Series, smallChart} from '../../source/views/charts/small-chart.ts';
import {lineCells} from '../../source/views/lines/line.ts';
import {looks} from '../frames/look.ts';

interface Drawn {
	readonly columns?: number;
	readonly rows?: number;
	readonly floor?: number;
	readonly isAscii?: boolean;
}

function draw(series: readonly Series[], {columns = 6, rows = 2, floor = 0, isAscii = false}: Drawn = {}) {
	return smallChart(series, {columns, rows, floor}, isAscii ? looks.ascii : looks.colour);
}

const text = (lines: ReturnType<typeof draw>) => lines.map(line => line.map(span => span.text).join(''));
const one = (points: Series['points']): Series => ({points, meaning: 'dim'});
const flat = (value: number | null, count = 12) => Array.from({length: count}, () => value);

/** How many dots are set in the columns of each half cell, from left to right. */
function heights(lines: ReturnType<typeof draw>): readonly number[] {
	const rows = text(lines).map(row =>
		Array.from(row, sign => (sign === ' ' ? 0 : (sign.codePointAt(0) ?? 0) - 0x2800)),
	);
	const count = (masks: readonly number[], column: number) =>
		rows.reduce((sum, row) => sum + masks.filter(mask => ((row[column] ?? 0) & mask) > 0).length, 0);
	return (rows[0] ?? []).flatMap((_, column) => [
		count([0x01, 0x02, 0x04, 0x40], column),
		count([0x08, 0x10, 0x20, 0x80], column),
	]);
}

describe('one series is an area', () => {
	test('that stands at half the height while it is steady, whatever its level', () => {
		expect(heights(draw([one(flat(7))]))).toEqual(flat(4));
		expect(heights(draw([one(flat(7_000))]))).toEqual(flat(4));
	});

	test('whose change is visible, up and down', () => {
		const up = [...flat(10, 8), 20, 20, 20, 20];
		expect(heights(draw([one(up)]))).toEqual([...flat(4, 8), 8, 8, 8, 8]);
		const down = [...flat(10, 8), 5, 5, 5, 5];
		expect(heights(draw([one(down)]))).toEqual([...flat(4, 8), 2, 2, 2, 2]);
	});

	test('that tells nothing known, zero, little and much apart', () => {
		const points = [null, null, 0, 0, 0.001, 0.001, 1, 1, 1, 1, 1, 1];
		expect(heights(draw([one(points)])).slice(0, 8)).toEqual([0, 0, 1, 1, 2, 2, 4, 4]);
	});

	test('whose noise below the floor does not look like a peak', () => {
		const noise = flat(0).with(5, 0.0001);
		expect(Math.max(...heights(draw([one(noise)], {floor: 0.001})))).toBe(2);
		expect(Math.max(...heights(draw([one(noise)])))).toBe(8);
	});

	test('that keeps a peak of a single point, though there are more points than dots', () => {
		for (let at = 0; at < 30; at += 1) {
			const points = flat(1, 30).with(at, 10);
			expect(Math.max(...heights(draw([one(points)])))).toBe(8);
		}
	});

	test('that fills its width with fewer points, and is blank without any', () => {
		expect(heights(draw([one([1, 3])]))).toEqual([...flat(3, 6), ...flat(8, 6)]);
		expect(text(draw([one([])]))).toEqual(['      ', '      ']);
		expect(text(draw([one(flat(null))]))).toEqual(['      ', '      ']);
		expect(text(draw([one(flat(Number.NaN))]))).toEqual(['      ', '      ']);
	});

	test('in the colour of its meaning', () => {
		expect(
			draw([{points: flat(1), meaning: 'critical'}])
				.flat()
				.map(({meaning}) => meaning),
		).toEqual(['critical', 'critical']);
	});
});

describe('two series are lines', () => {
	const stable: Series = {points: flat(10, 30), meaning: 'stable', letter: safe`s`};
	const canary: Series = {points: [...flat(null, 18), ...flat(40, 12)], meaning: 'canary', letter: safe`c`};

	test('on one scale, each in its own colour, where each has values', () => {
		const lines = draw([stable, canary], {columns: 10, rows: 4});
		const rowsOf = (meaning: string) =>
			lines.flatMap((line, row) =>
				line.some(span => span.meaning === meaning && span.text.trim() !== '' && span.text !== '\u2800') ? [row] : [],
			);
		expect(rowsOf('canary')).toEqual([0]);
		expect(rowsOf('stable')[0]).toBeGreaterThan(0);
		expect(lines[0]?.slice(0, 5).every(({meaning}) => meaning !== 'canary')).toBe(true);
	});

	test('with a letter each at its end, which stays apart from the other where both end alike', () => {
		const ends = (series: readonly Series[], rows: number) =>
			text(draw(series, {columns: 10, rows})).map(row => row.at(-1));
		expect(ends([stable, canary], 4)).toEqual(['c', ' ', 's', ' ']);
		expect(ends([stable, {...stable, letter: safe`c`}], 2)).toEqual(['s', 'c']);
		expect(ends([stable, canary], 1).join('')).not.toMatch(/[sc]/);
	});

	test('with a sign each in ASCII', () => {
		const drawn = text(draw([stable, canary], {columns: 10, rows: 4, isAscii: true}));
		expect(drawn.join('')).toMatch(/^[ sc]+$/);
		expect(drawn[0]).toBe('      cccc');
		expect(drawn.slice(1).join('')).toMatch(/s/);
	});
});

test.each([
	[1, 1],
	[11, 2],
	[3, 8],
	[25, 4],
])('fills %d×%d cells and not one more, with any series', (columns, rows) => {
	for (const isAscii of [true, false]) {
		for (const series of [[], [one([])], [one(flat(3))], [one(flat(3, 1)), one(flat(null)), one([0, 9])]]) {
			const lines = draw(series, {columns, rows, isAscii});
			expect(lines).toHaveLength(rows);
			for (const line of lines) expect(lineCells(line)).toBe(columns);
		}
	}
});
