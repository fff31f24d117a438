import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import {type Line, span} from '../lines/line.ts';
import {highestOf, isKnown, topOf} from '../lines/sparkline.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {asciiPlot} from './ascii-plot.ts';
import {braillePlot, pointsPerCell} from './braille-plot.ts';

export interface Series {
	/** Evenly spaced, oldest first; null is a gap. */
	readonly points: readonly (number | null)[];
	readonly meaning: Meaning;
	/** One letter at the line's end, where there are several lines: colour alone tells nobody enough. */
	readonly letter?: SafeText;
}

interface Room {
	readonly columns: number;
	readonly rows: number;
	/** The least value of the full height. */
	readonly floor: number;
}

/** A chart without axes: an area for one series, lines for several. Its scale begins at 0 and ends at `topOf`. */
export function smallChart(series: readonly Series[], room: Room, look: TerminalStyle): readonly Line[] {
	const {columns, rows} = room;
	const known = series.flatMap(({points}) => points).filter(isKnown);
	const top = topOf(known, room.floor);
	const [only, ...others] = series;
	if (look.charset === 'ascii') return asciiLines(series, columns, rows, top);
	const valuesOf = ({points}: Series, cells: number) => spreadOver(points, cells * pointsPerCell);
	if (only && others.length === 0) return areaLines(valuesOf(only, columns), only.meaning, rows, top);
	const letters = rows < series.length ? [] : lettersOf(series, rows, top);
	const plotColumns = columns - (letters.length > 0 ? 1 : 0);
	const values = series.map(one => valuesOf(one, plotColumns));
	return braillePlot(values, {columns: plotColumns, rows, top}).map((row, at) => [
		...row.map(({sign, line}) => span(sign, line === null ? 'text' : (series[line]?.meaning ?? 'text'))),
		...(letters[at] ?? []),
	]);
}

/** The letter of each line in the row of its last value; of two in one row, the higher one goes first. */
function lettersOf(series: readonly Series[], rows: number, top: number): readonly Line[] {
	const ends = series
		.flatMap(({points, letter, meaning}) => {
			const value = points.findLast(isKnown);
			return value === undefined || letter === undefined ? [] : [{value, letter, meaning}];
		})
		.toSorted((one, other) => other.value - one.value);
	const letters: Line[] = Array.from({length: ends.length === 0 ? 0 : rows}, () => [span(safe` `)]);
	let free = 0;
	for (const [at, {value, letter, meaning}] of ends.entries()) {
		const wanted = rows - 1 - Math.min(rows - 1, Math.floor((Math.min(value, top) / top) * rows));
		const row = Math.max(free, Math.min(wanted, rows - (ends.length - at)));
		letters[row] = [span(letter, meaning)];
		free = row + 1;
	}
	return letters;
}

const dotsPerCell = 4;
/** The bits of a braille cell's dots, from the bottom to the top. */
const leftDots = [0x40, 0x04, 0x02, 0x01];
const rightDots = [0x80, 0x20, 0x10, 0x08];

/** Fills the dots under each value: at least one, and at least two under a value above zero. */
function areaLines(values: readonly number[], meaning: Meaning, rows: number, top: number): readonly Line[] {
	const heights = values.map(value => {
		if (Number.isNaN(value)) return 0;
		const height = Math.round((Math.min(value, top) / top) * rows * dotsPerCell);
		return Math.max(value > 0 ? 2 : 1, height);
	});
	return Array.from({length: rows}, (_, row): Line => {
		const base = (rows - 1 - row) * dotsPerCell;
		const signs = Array.from({length: Math.ceil(heights.length / pointsPerCell)}, (_cell, column) =>
			String.fromCharCode(
				0x2800 +
					dots(leftDots, (heights[column * pointsPerCell] ?? 0) - base) +
					dots(rightDots, (heights[column * pointsPerCell + 1] ?? 0) - base),
			),
		);
		return [span(signs.join('').replaceAll('\u2800', ' ') as SafeText, meaning)];
	});
}

function dots(bits: readonly number[], height: number): number {
	return bits.slice(0, Math.max(0, height)).reduce((sum, bit) => sum + bit, 0);
}

function asciiLines(series: readonly Series[], columns: number, rows: number, top: number): readonly Line[] {
	const drawn = series.map(({points, letter}) => ({
		values: spreadOver(points, columns),
		sign: letter ?? safe`.`,
	}));
	return asciiPlot(drawn, {columns, rows, top}).map(row =>
		row.map(({sign, line}) => span(sign, line === null ? 'text' : (series[line]?.meaning ?? 'text'))),
	);
}

/** The value at each of `count` places; NaN is a gap. */
function spreadOver(points: readonly (number | null)[], count: number): readonly number[] {
	return highestOf(points, count).map(value => value ?? Number.NaN);
}
