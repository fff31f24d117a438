import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {ReplayShown, ReplayView} from '../../engine/screens/past/replay.ts';
import {chartsRow} from '../charts/charts-row.ts';
import {truncateMiddle} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {emptyLines, page, type Size} from '../widgets/page.ts';
import {comparisonLines} from './release-comparison.ts';
import {fact, headlineLines} from './release-facts.ts';

/** A past release as it was known at one moment: its verdict, its figures, and its charts up to then. */
export function replayPanel(view: ReplayView, size: Size, look: TerminalStyle): readonly Line[] {
	return page(
		view,
		size,
		room => {
			if (view.shown === null) return emptyLines(view.empty ?? safe``, room.columns);
			return shownLines(view.shown, view.chartIndex, room, look);
		},
		titleOf(view, Math.max(11, Math.floor(size.columns / 3))),
		titleOf(view, 11),
		[span(truncateMiddle(view.name, Math.max(16, Math.floor(size.columns / 3))), 'title')],
	);
}

function titleOf({name, versions}: ReplayView, limit: number): Line {
	const text: SafeText = truncateMiddle(versions, limit);
	return [span(name, 'title'), span(safe`  ${text}`, 'canary')];
}

const leastChartRows = 5;

function shownLines(
	shown: ReplayShown,
	chartIndex: ReplayView['chartIndex'],
	room: Size,
	look: TerminalStyle,
): readonly Line[] {
	const headline = headlineLines(shown, room);
	const facts = shown.facts.flatMap(({label, text, tone}) =>
		fact(label, text, room, tone === 'warning' ? 'warning' : 'text', 2),
	);
	const figures = shown.comparison === null ? [] : comparisonLines(shown.comparison, room.columns);
	// A chosen chart takes every row that the headline leaves.
	const above = chartIndex === null ? [...headline, ...facts, ...figures] : headline;
	const rows = room.rows - above.length;
	const charts = {charts: shown.charts, chartIndex, range: shown.range};
	return [...above, ...(rows < leastChartRows ? [] : chartsRow(charts, {columns: room.columns, rows}, look))];
}
