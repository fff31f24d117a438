import {safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import type {ChartMoment, ChartView} from '../../engine/screens/charts.ts';
import type {PlotCell} from './braille-plot.ts';

export interface MarkedCell extends PlotCell {
	/** Set when the cell shows a marker. */
	readonly meaning?: Meaning;
}

/** Draws weight changes as `┆` from top to bottom, never over a line, and other moments likewise; the strip below says
 * what they are. */
export function markPlot(plot: readonly (readonly PlotCell[])[], chart: ChartView): readonly (readonly MarkedCell[])[] {
	const width = plot[0]?.length ?? 0;
	const marks = new Map<number | null, MarkedCell>([
		...chart.markers.map(({atMs}) => [columnOf(atMs, chart, width), marked('marker')] as const),
		...(chart.moments ?? []).map(({atMs, tone}) => [columnOf(atMs, chart, width), momentMarks[tone]] as const),
	]);
	return plot.map(row => row.map((cell, column) => (cell.sign === ' ' ? (marks.get(column) ?? cell) : cell)));
}

function marked(meaning: Meaning, sign = safe`┆`): MarkedCell {
	return {sign, line: null, meaning};
}

const momentMarks = {
	cursor: marked('title', safe`│`),
	warning: marked('warning'),
	critical: marked('critical'),
} as const satisfies Record<ChartMoment['tone'], MarkedCell>;

/** The column of a time in a plot; null outside the plot. */
export function columnOf(
	atMs: number,
	span: {readonly startMs: number; readonly endMs: number},
	columns: number,
): number | null {
	if (atMs < span.startMs || atMs > span.endMs || span.endMs <= span.startMs) return null;
	return Math.min(columns - 1, Math.floor(((atMs - span.startMs) / (span.endMs - span.startMs)) * columns));
}
