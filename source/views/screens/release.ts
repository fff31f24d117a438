import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {ReleaseView} from '../../engine/screens/release/release.ts';
import {chartsRow} from '../charts/charts-row.ts';
import {cells, joinTexts, truncateEnd, truncateMiddle} from '../lines/cells.ts';
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
		...titlesOf(view, size.columns),
	);
}

/** From here on the right half has room for what is else known. */
const wideColumns = 140;
const leastChartRows = 5;

/** The longest first: revision numbers go before the controller, and both before a version is cut. */
function titlesOf(view: ReleaseView, columns: number): readonly [Line, ...Line[]] {
	const name = truncateMiddle(view.name, Math.max(16, Math.floor(columns / 3)));
	const {versions, revisionNumbers, controller} = view;
	const by = columns < 80 || controller === '' ? [] : [span(safe`  ${controller}`, 'dim')];
	const longest = Math.max(26, Math.floor(columns / 3));
	const titled = (limit: number, numbers: SafeText, others: Line): Line => {
		const text = truncateMiddle(versions, limit);
		return [span(name, 'title'), ...(text === '' ? [] : [span(safe`  ${text}${numbers}`, 'canary')]), ...others];
	};
	const numbers = revisionNumbers === '' ? revisionNumbers : safe` ${revisionNumbers}`;
	const whole = cells(versions) + cells(numbers) <= longest ? [titled(longest, numbers, by)] : [];
	const [first, ...shorter] = [
		...whole,
		titled(longest, safe``, by),
		titled(longest, safe``, []),
		...[14, leastVersionsCells].map(limit => titled(Math.min(longest, limit), safe``, [])),
		[span(name, 'title')],
	];
	return [first ?? [span(name, 'title')], ...shorter];
}

/** `2.… → 2.9.0`: of two versions that are cut, enough to tell them apart. */
const leastVersionsCells = 11;

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
	const headline = headlineLines(view, room);
	// A blank before the rule.
	const page: Size = {columns: left - 1, rows: room.rows};
	const facts = [
		...urgentFacts(view, page, true),
		...calmWhy(view, page),
		blankLine,
		...(view.comparison === null ? [] : comparisonLines(view.comparison, page.columns)),
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
