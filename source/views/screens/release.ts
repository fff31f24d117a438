import {safe} from '../../domain/safe-text.ts';
import type {ReleaseView} from '../../engine/screens/release.ts';
import {chartsRow} from '../charts/charts-row.ts';
import {truncateEnd, truncateMiddle, wrap} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {emptyLines, page, type Size} from '../widgets/page.ts';
import {comparisonLines} from './release-comparison.ts';
import {detailLines} from './release-details.ts';
import {stepsLine} from './release-steps.ts';

/** One release: its state, what comes by itself, what the way back would do; then the figures; then charts. */
export function releasePanel(view: ReleaseView, size: Size, look: TerminalStyle): readonly Line[] {
	return page(
		view,
		size,
		room => {
			if (view.empty !== null) return emptyLines(view.empty, room.columns);
			const facts = factLines(view, room);
			const details = size.rows >= 40 ? detailLines(view, {...room, rows: Math.floor(room.rows / 3)}) : [];
			const chartRows = room.rows - facts.length - details.length;
			const charts = chartRows < leastChartRows ? [] : chartsRow(view, {columns: room.columns, rows: chartRows}, look);
			return [...facts, ...charts, ...details];
		},
		titleOf(view, size.columns),
	);
}

const leastChartRows = 5;

function titleOf(view: ReleaseView, columns: number): Line {
	return [
		span(truncateMiddle(view.name, Math.max(16, Math.floor(columns / 3))), 'title'),
		span(safe`  `),
		span(truncateEnd(view.versions, Math.max(26, Math.floor(columns / 3))), 'canary'),
		...(columns < 80 ? [] : [span(safe`  ${view.controller}`, 'dim')]),
	];
}

/** Facts that must be read before acting come first; facts that do not fit are cut at the end. */
function factLines(view: ReleaseView, room: Size): readonly Line[] {
	const state: Line = [span(safe`${view.state.glyph} ${view.state.text}`, view.state.tone)];
	const intent: readonly Line[] =
		view.intent === null
			? []
			: [view.intent.progress, view.intent.recovery].flatMap((part, at) =>
					part === null ? [] : wrapped(at === 0 ? safe` sent   ` : blankLabel, part.text, room, part.tone),
				);
	return [
		state,
		...intent,
		...wrapped(safe` NOW    `, view.now, room, 'text'),
		...wrapped(safe` NEXT   `, view.next, room, 'text'),
		...wrapped(safe` BACK   `, view.back, room, 'text'),
		...(view.steps.length === 0 ? [] : [stepsLine(view.steps, view.stepCount, room.columns)]),
		...(view.why === null ? [] : wrapped(safe` why    `, view.why, room, 'warning')),
		...view.contradictions.flatMap(text => wrapped(safe` but    `, safe`≠ ${text}`, room, 'critical')),
		...(view.disagreement === null ? [] : wrapped(safe` split  `, view.disagreement, room, 'warning')),
		...placeLines(view.places, room),
		...(view.comparison === null ? [] : comparisonLines(view.comparison, room.columns)),
		...view.analyses.flatMap(text => wrapped(safe` check  `, text, room, 'text')),
		...(view.changed === null ? [] : wrapped(safe` change `, view.changed, room, 'text')),
	];
}

/** One row for each place; if there are too many, the smallest shares are only counted. */
function placeLines(places: ReleaseView['places'], room: Size): readonly Line[] {
	const limit = room.rows >= 28 ? 8 : 4;
	const kept = places.length > limit ? places.slice(0, limit - 1) : places;
	const more = places.length - kept.length;
	return [...kept, ...(more === 0 ? [] : [safe`and ${more} more places`])].map((text, at) => [
		span(at === 0 ? safe` route  ` : blankLabel, 'dim'),
		span(truncateEnd(text, room.columns - blankLabel.length - 1), 'warning'),
	]);
}

/** A label in the first columns, and as many rows of text as the terminal has room for, at most two. */
function wrapped(
	label: ReleaseView['now'],
	text: ReleaseView['now'],
	room: Size,
	meaning: 'text' | ReleaseView['state']['tone'],
): readonly Line[] {
	const labelMeaning = label.trim() === label.trim().toUpperCase() ? 'title' : 'dim';
	const rows = wrap(text, room.columns - label.length - 1);
	const limit = room.rows >= 28 ? 2 : 1;
	if (rows.length <= limit) {
		return rows.map((row, index) => [span(index === 0 ? label : blankLabel, labelMeaning), span(row, meaning)]);
	}
	const kept = rows.slice(0, limit - 1);
	const rest = text.slice(kept.join(' ').length).trimStart() as ReleaseView['now'];
	return [...kept, rest].map((row, index) => [
		span(index === 0 ? label : blankLabel, labelMeaning),
		span(row, meaning),
	]);
}

const blankLabel = safe`        `;
