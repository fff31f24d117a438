import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {ChartView} from '../../engine/screens/charts.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import type {MarkedCell} from './markers.ts';
import {resample} from './resample.ts';

type Band = ChartView['pastCanaries'];

/** The axis grows by the band to this many times the highest value of the lines, so that they keep half of the height;
 * what is above is cut off. */
const mostTimes = 2;

/** The highest value that the axis has to hold: that of the lines, or of the band up to a limit. Lines that are all 0 lie
 * at the bottom on any axis. */
export function bandTop(band: Band, highestOfLines: number): number {
	const highest = Math.max(0, ...(band?.points ?? []).map(({range}) => range?.highest ?? 0));
	const most = highestOfLines > 0 ? mostTimes * highestOfLines : highest;
	return Math.max(highestOfLines, Math.min(highest, most));
}

/** Draws the band where the plot is blank, so that it hides no line and no marker. Without colour a band is told from a
 * line by its shape: dots that do not touch. */
export function bandBehind(
	plot: readonly (readonly MarkedCell[])[],
	chart: Pick<ChartView, 'pastCanaries' | 'startMs' | 'endMs'>,
	top: number,
	look: TerminalStyle,
): readonly (readonly MarkedCell[])[] {
	const columns = plot[0]?.length ?? 0;
	const {pastCanaries} = chart;
	if (pastCanaries === null || columns === 0) return plot;
	const ascii = look.charset === 'ascii';
	const dotsPerCell = ascii ? 1 : brailleDots.length;
	const heightsOf = (of: 'lowest' | 'highest') =>
		resample(
			pastCanaries.points.map(({atMs, range}) => ({atMs, value: range?.[of] ?? null})),
			chart,
			columns,
		).map(value => dotOf(value, plot.length * dotsPerCell, top));
	const [lowest, highest] = [heightsOf('lowest'), heightsOf('highest')];
	return plot.map((row, at) =>
		row.map((cell, column) => {
			const from = lowest[column] ?? null;
			const to = highest[column] ?? null;
			if (cell.sign !== ' ' || from === null || to === null) return cell;
			const base = (plot.length - 1 - at) * dotsPerCell;
			const isIn = (dot: number) => base + dot >= from && base + dot <= to;
			const sign = ascii ? (isIn(0) ? safe`.` : null) : brailleSign(isIn, column);
			return sign === null ? cell : {sign, line: null, meaning: 'dim'};
		}),
	);
}

/** The bits of the left dots of a braille cell, from the bottom to the top. */
const brailleDots = [0x40, 0x04, 0x02, 0x01];

/** Every second dot of the left column, in turns with the neighbouring cells. */
function brailleSign(isIn: (dot: number) => boolean, column: number): SafeText | null {
	const bits = brailleDots.reduce((sum, bit, dot) => (isIn(dot) && (dot + column) % 2 === 0 ? sum + bit : sum), 0);
	return bits === 0 ? null : (String.fromCharCode(0x2800 + bits) as SafeText);
}

/** The dot of a value, counted from the bottom; what is above the top lies at the top. */
function dotOf(value: number, dots: number, top: number): number | null {
	if (Number.isNaN(value)) return null;
	return Math.round((Math.min(top, Math.max(0, value)) / top) * (dots - 1));
}
