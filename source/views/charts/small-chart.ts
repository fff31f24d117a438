import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {Meaning} from '../../domain/theme.ts';
import {type Line, span} from '../lines/line.ts';
import {highestOf, isKnown, topOf} from '../lines/sparkline.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {asciiPlot} from './ascii-plot.ts';
import {braillePlot, pointsPerCell} from './braille-plot.ts';

export interface Series {
	/** Evenly spaced, oldest first; null is a gap. */
	readonly points: readonly (number | null)[];
	readonly meaning: Meaning;
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
	const valuesOf = ({points}: Series) => spreadOver(points, columns * pointsPerCell);
	if (only && others.length === 0) return areaLines(valuesOf(only), only.meaning, rows, top);
	return braillePlot(series.map(valuesOf), {columns, rows, top}).map(row =>
		row.map(({sign, line}) => span(sign, line === null ? 'text' : (series[line]?.meaning ?? 'text'))),
	);
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

const signs = [safe`.`, safe`*`, safe`o`];

function asciiLines(series: readonly Series[], columns: number, rows: number, top: number): readonly Line[] {
	const drawn = series.map(({points}, at) => ({
		values: spreadOver(points, columns),
		sign: signs[at % signs.length] ?? safe`.`,
	}));
	return asciiPlot(drawn, {columns, rows, top}).map(row =>
		row.map(({sign, line}) => span(sign, line === null ? 'text' : (series[line]?.meaning ?? 'text'))),
	);
}

/** The value at each of `count` places; NaN is a gap. */
function spreadOver(points: readonly (number | null)[], count: number): readonly number[] {
	return highestOf(points, count).map(value => value ?? Number.NaN);
}
