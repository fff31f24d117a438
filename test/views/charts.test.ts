import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {asciiPlot} from '../../source/views/charts/ascii-plot.ts';
import {braillePlot, type PlotCell, pointsPerCell} from '../../source/views/charts/braille-plot.ts';
import {resample} from '../../source/views/charts/resample.ts';
import {axisText, axisTop, timeTicks} from '../../source/views/charts/scale.ts';

function rowsOf(plot: readonly (readonly PlotCell[])[]): readonly string[] {
	return plot.map(row => row.map(({sign}) => sign).join(''));
}

const even = (value: number, columns: number) => Array.from({length: columns * pointsPerCell}, () => value);

describe('a braille plot', () => {
	test('puts the top on the topmost dots, 0 on the lowest, half between, whatever its size', () => {
		for (const rows of [3, 4, 10]) {
			expect(rowsOf(braillePlot([even(8, 5)], {columns: 5, rows, top: 8}))[0]).toBe('⠉⠉⠉⠉⠉');
			expect(rowsOf(braillePlot([even(0, 5)], {columns: 5, rows, top: 8})).at(-1)).toBe('⣀⣀⣀⣀⣀');
		}
		expect(rowsOf(braillePlot([even(4, 5)], {columns: 5, rows: 3, top: 8}))[1]).toMatch(/^[⠒⠤]{5}$/);
	});

	test('knows which line a cell belongs to, and lines that meet in one row of cells take turns', () => {
		const plot = braillePlot([even(8, 4), even(0, 4), even(0, 4)], {columns: 4, rows: 3, top: 8});
		expect(plot.map(row => row.map(({line}) => line))).toEqual([
			[0, 0, 0, 0],
			[null, null, null, null],
			[1, 2, 1, 2],
		]);
	});

	test('shows the median beside a p95 that lies in the same row of cells', () => {
		const plot = braillePlot([even(45, 6), even(112, 6), even(832, 6)], {columns: 6, rows: 3, top: 1000});
		expect(new Set(plot.flat().map(({line}) => line))).toEqual(new Set([null, 0, 1, 2]));
		expect(rowsOf(plot)[2]).toBe('⠶⠶⠶⠶⠶⠶');
	});

	test('lets only those lines take turns in a cell that are in it', () => {
		const first = [...even(8, 2), ...even(0, 2)];
		const plot = braillePlot([first, even(0, 4)], {columns: 4, rows: 3, top: 8});
		expect(plot[2]?.map(({line}) => line)).toEqual([1, 1, 0, 1]);
	});

	test('leaves gaps and cuts off what is above the top', () => {
		const values = [9, 9, Number.NaN, Number.NaN, 9, 9, 9, 9];
		expect(rowsOf(braillePlot([values], {columns: 4, rows: 3, top: 8}))).toEqual(['⠉ ⠉⠉', '    ', '    ']);
		expect(rowsOf(braillePlot([], {columns: 4, rows: 1, top: 8}))).toEqual(['    ']);
	});
});

test('an ASCII plot has one sign a column and the same scale', () => {
	const plot = asciiPlot([{values: [0, 4, 8, Number.NaN], sign: safe`s`}], {columns: 4, rows: 3, top: 8});
	expect(rowsOf(plot)).toEqual(['  s ', ' s  ', 's   ']);
	const same = asciiPlot(
		[
			{values: [0, 0, 0, 8], sign: safe`s`},
			{values: [0, 0, 0, 0], sign: safe`c`},
		],
		{columns: 4, rows: 2, top: 8},
	);
	expect(rowsOf(same)).toEqual(['   s', 'scsc']);
});

describe('resampling', () => {
	const span = {startMs: 0, endMs: 100};

	test('draws straight lines between neighbours and nothing across a gap', () => {
		const points = [0, 10, 20, 30, 70, 80, 90, 100].map(atMs => ({atMs, value: atMs as number | null}));
		expect(resample(points, span, 11)).toEqual([0, 10, 20, 30, Number.NaN, Number.NaN, Number.NaN, 70, 80, 90, 100]);
		expect(resample(points, span, 21)[1]).toBe(5);
	});

	test('keeps a point that stands alone', () => {
		const points = [0, 10, 20, 30, 40].map(atMs => ({atMs, value: atMs === 20 ? 7 : null}));
		expect(resample(points, span, 11).filter(value => !Number.isNaN(value))).toEqual([7]);
	});

	test('gives finite numbers or NaN only, as many as asked for', () => {
		const values = fc.option(fc.double(), {nil: null});
		fc.assert(
			fc.property(fc.array(values, {maxLength: 40}), fc.integer({min: 1, max: 80}), (all, count) => {
				const points = all.map((value, index) => ({atMs: index * 3, value}));
				const drawn = resample(points, span, count);
				expect(drawn).toHaveLength(count);
				expect(drawn.filter(value => value === Infinity || value === -Infinity)).toEqual([]);
			}),
		);
	});
});

test('an axis ends at a round number at or above everything on it', () => {
	expect([0, 0.47, 0.98, 1, 116, 816, Number.NaN, Infinity].map(axisTop)).toEqual([1, 0.5, 1, 1.2, 120, 1000, 1, 1]);
	expect([0, 0.25, 12, 1_500, 2_000_000].map(axisText)).toEqual(['0', '0.25', '12', '1.5k', '2M']);
	fc.assert(fc.property(fc.double({min: 1e-9, max: 1e12, noNaN: true}), highest => axisTop(highest) >= highest));
});

test('time is marked at round moments, never more often than there is room', () => {
	const start = Date.UTC(2026, 10, 21, 2, 26, 12);
	const ticks = timeTicks(start, start + 15 * 60_000, 4);
	expect(ticks.map(atMs => new Date(atMs).toISOString().slice(11, 19))).toEqual(['02:30:00', '02:35:00', '02:40:00']);
	expect(timeTicks(start, start, 4)).toEqual([]);
});
