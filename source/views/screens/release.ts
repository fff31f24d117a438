import {safe} from '../../domain/safe-text.ts';
import type {ReleaseView} from '../../engine/screens/release.ts';
import {chartsRow} from '../charts/charts-row.ts';
import {joinTexts, truncateEnd, truncateMiddle} from '../lines/cells.ts';
import {besideEachOther, blankLine, type Line, span} from '../lines/line.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {emptyLines, page, type Size} from '../widgets/page.ts';
import {comparisonLines} from './release-comparison.ts';
import {detailLines, sideLines} from './release-details.ts';
import {fact, headlineLines, urgentFacts, urgentLines} from './release-facts.ts';

/** One release: its verdict, what comes by itself, what the way back would do; then the figures; then charts. */
export function releasePanel(view: ReleaseView, size: Size, look: TerminalStyle): readonly Line[] {
	return page(
		view,
		size,
		room => {
			if (view.empty !== null) return emptyLines(view.empty, room.columns);
			if (view.chartIndex !== null) return withOneChart(view, room, look);
			return room.columns >= wideColumns ? wide(view, room, look) : narrow(view, room, look);
		},
		titleOf(view, size.columns),
	);
}

/** From here on the right half has room for what is else known. */
const wideColumns = 140;
const leastChartRows = 5;

function titleOf(view: ReleaseView, columns: number): Line {
	return [
		span(truncateMiddle(view.name, Math.max(16, Math.floor(columns / 3))), 'title'),
		span(safe`  `),
		span(truncateEnd(view.versions, Math.max(26, Math.floor(columns / 3))), 'canary'),
		...(columns < 80 ? [] : [span(safe`  ${view.controller}`, 'dim')]),
	];
}

/** The chosen chart takes every row that need not be read before acting. */
function withOneChart(view: ReleaseView, room: Size, look: TerminalStyle): readonly Line[] {
	const urgent = urgentLines(view, room);
	const rows = room.rows - urgent.length;
	return [...urgent, ...(rows < leastChartRows ? [] : chartsRow(view, {columns: room.columns, rows}, look))];
}

function narrow(view: ReleaseView, room: Size, look: TerminalStyle): readonly Line[] {
	const figures = [
		...urgentLines(view, room),
		...(view.comparison === null ? [] : comparisonLines(view.comparison, room.columns)),
	];
	const others = otherFacts(view, room);
	// Charts of a useful height come before what may be read later.
	const left = room.rows - figures.length;
	const spare = left < leastChartRows ? left : Math.max(0, left - usefulChartRows);
	const facts = [...figures, ...others.slice(0, spare)];
	const details = room.rows >= 38 ? detailLines(view, {...room, rows: Math.floor(room.rows / 3)}) : [];
	const rows = room.rows - facts.length - details.length;
	const charts = rows < leastChartRows ? [] : chartsRow(view, {columns: room.columns, rows}, look);
	return [...facts, ...charts, ...details];
}

const usefulChartRows = 6;

function otherFacts(view: ReleaseView, room: Size): readonly Line[] {
	const limit = room.rows >= 28 ? 2 : 1;
	const changed = joinTexts(view.changed, safe` · `);
	return [
		...(view.changed.length === 0 ? [] : fact(safe`change`, changed, room, 'text', limit)),
		...view.analyses.flatMap((text, at) =>
			fact(at === 0 ? truncateEnd(view.controller, 6) : safe``, text, room, 'text', limit),
		),
		...calmWhy(view, room),
	];
}

function calmWhy({why}: ReleaseView, room: Size): readonly Line[] {
	return why && !why.isUrgent ? fact(safe`why`, why.text, room, 'text', 2) : [];
}

function wide(view: ReleaseView, room: Size, look: TerminalStyle): readonly Line[] {
	const left = Math.min(84, Math.floor(room.columns * 0.55));
	const right = room.columns - left - gap.length;
	const headline = headlineLines(view, room.columns);
	const urgent = urgentFacts(view, {columns: left, rows: room.rows});
	const facts = [
		...urgent,
		...calmWhy(view, {columns: left, rows: room.rows}),
		blankLine,
		...(view.comparison === null ? [] : comparisonLines(view.comparison, left)),
	];
	const most = Math.max(facts.length, Math.floor(room.rows * 0.45));
	const side = sideLines(view, {columns: right, rows: most});
	const height = Math.min(room.rows, Math.max(facts.length, side.length));
	const rule = Array.from({length: height}, (): Line => [span(gap, 'border')]);
	const top = besideEachOther(
		[
			{lines: facts.slice(0, height), width: left},
			{lines: rule, width: gap.length},
			{lines: side.slice(0, height), width: right},
		],
		0,
	);
	const rows = room.rows - headline.length - top.length;
	const charts = rows < leastChartRows ? [] : chartsRow(view, {columns: room.columns, rows}, look);
	return [...headline, ...top, ...charts];
}

const gap = safe`│ `;
