import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import type {Card, PanelsView} from '../../engine/screens/home/panels.ts';
import {smallChart} from '../charts/small-chart.ts';
import {cells, repeated, truncateEnd, truncateMiddle} from '../lines/cells.ts';
import {latencyCell, percentCell, rateCell, restingWord} from '../lines/figures.ts';
import {besideEachOther, fitLine, type Line, lineCells, ofRow, selectedLine, span, spread} from '../lines/line.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {emptyLines, page, type Size} from '../widgets/page.ts';
import {summaryLine} from './home.ts';

/** A grid of cards, each with the three charts of one service. */
export function panelsPanel(view: PanelsView, size: Size, look: TerminalStyle): readonly Line[] {
	return page(view, size, room => {
		const summary = summaryLine(view, safe``, room.columns);
		if (view.empty !== null) return [summary, ...emptyLines(view.empty, room.columns)];
		const grid = gridLines(view, {columns: room.columns, rows: room.rows - 2}, look);
		const blank = Array.from({length: Math.max(0, room.rows - 2 - grid.length)}, (): Line => []);
		return [summary, ...grid, ...blank, positionLine(view, room.columns)];
	});
}

const gap = 2;

function gridLines(view: PanelsView, room: Size, look: TerminalStyle): readonly Line[] {
	const {perRow} = view;
	const width = Math.floor((room.columns - gap * (perRow - 1)) / perRow);
	const lines: Line[] = [];
	for (let at = 0; at < view.cards.length; at += perRow) {
		const cards = view.cards.slice(at, at + perRow);
		const blocks = cards.map(card => ({lines: cardLines(card, width, view.chartRows, look), width}));
		if (lines.length > 0) lines.push([]);
		lines.push(...besideEachOther(blocks, gap));
	}
	return lines.slice(0, room.rows);
}

function cardLines(card: Card, width: number, chartRows: number, look: TerminalStyle): readonly Line[] {
	const chartColumns = Math.floor((width - 2) / 3) - 1;
	const charts = chartsOf(card).map(({values, floor}) =>
		smallChart(values, {columns: chartColumns, rows: chartRows, floor}, look),
	);
	const rows = Array.from(
		{length: chartRows},
		(_, row): Line => charts.flatMap(chart => [span(safe` `), ...fitLine(chart[row] ?? [], chartColumns)]),
	);
	return [titleLine(card, width), figuresLine(card, chartColumns + 1), ...rows].map(line =>
		ofRow(card.key, fitLine(line, width)),
	);
}

/** `✖ shop/checkout        2.9.0 20%` */
function titleLine(card: Card, width: number): Line {
	const {tag, share, where, isAtRest} = card.release;
	const right: Line = isAtRest
		? [span(restingWord(card) ?? safe``, 'dim')]
		: tag === ''
			? [span(where[0] ?? safe``)]
			: [span(truncateMiddle(tag, 14), 'canary'), span(safe` ${share}`)];
	const taken = right.reduce((sum, {text}) => sum + cells(text), 0);
	const mark = card.isSelected ? safe`>` : card.isPinned ? safe`*` : safe` `;
	const left: Line = [
		span(card.glyph, card.tone),
		span(mark, 'title'),
		span(truncateMiddle(card.name, Math.max(8, width - taken - 4)), 'title'),
	];
	const line = spread(left, right, width);
	return card.isSelected ? selectedLine(line) : line;
}

function figuresLine(card: Card, width: number): Line {
	const percent = percentCell(card.errorRatio);
	const latency = latencyCell(card.latencyP95Ms);
	const rate = rateCell(card.requestsPerSecond);
	const unit = /\d$/.test(percent.text) ? safe`%` : safe``;
	return [
		...labelled(
			safe`ERR`,
			safe`${percent.text}${unit}`,
			card.harm?.kind === 'fails' ? 'critical' : percent.meaning,
			width,
		),
		...labelled(safe`P95`, latency.text, card.harm?.kind === 'slow' ? 'warning' : latency.meaning, width),
		...labelled(safe`RPS`, rate.text, rate.meaning, width),
	];
}

function labelled(label: SafeText, text: SafeText, meaning: Meaning, width: number): Line {
	const shown = truncateEnd(text, width - 5);
	const rest = Math.max(0, width - 5 - cells(shown));
	return [span(safe` ${label} `, 'dim'), span(shown, meaning), span(repeated(safe` `, rest))];
}

interface Drawn {
	readonly values: Parameters<typeof smallChart>[0];
	readonly floor: number;
}

/** Errors, latency and throughput, each on its own scale and all on one time axis. */
function chartsOf(card: Card): readonly Drawn[] {
	const drawn = (of: (trend: Card['trend']) => readonly (number | null)[], floor: number, all: Meaning): Drawn => ({
		floor,
		values: card.lines.map(({role, trend}) =>
			role === 'all' ? {points: of(trend), meaning: all} : {points: of(trend), meaning: role, letter: letters[role]},
		),
	});
	return [
		drawn(({errors}) => errors, card.trend.leastErrors, card.harm?.kind === 'fails' ? 'critical' : 'dim'),
		drawn(({latencyP95Ms}) => latencyP95Ms, 0, card.harm?.kind === 'slow' ? 'warning' : 'dim'),
		drawn(({requestsPerSecond}) => requestsPerSecond, 0, 'dim'),
	];
}

/** As in the charts of a release. */
const letters = {stable: safe`s`, canary: safe`c`} as const;

const orders: Readonly<Record<PanelsView['sort']['column'], SafeText>> = {
	harm: safe`worst first`,
	name: safe`by name`,
	rps: safe`by requests`,
	errors: safe`by errors`,
	p95: safe`by p95`,
	p99: safe`by p99`,
};

/** Where room is short, keys go first, then the order; what tells the lines of a chart apart stays. */
function positionLine(view: PanelsView, columns: number): Line {
	const {offset, cards, total, isPinned, wallSeconds, chartRows} = view;
	const range = safe` panels ${total === 0 ? 0 : offset + 1}-${offset + cards.length} of ${total}`;
	const shown = span(isPinned ? safe`${range} · pinned` : range, 'dim');
	const order = span(safe` · ${orders[view.sort.column]}`, 'dim');
	const legend: Line = cards.some(({lines}) => lines.length > 1)
		? [span(safe` · `, 'dim'), span(safe`s stable`, 'stable'), span(safe` `), span(safe`c canary`, 'canary')]
		: [];
	const page = span(wallSeconds === null ? safe`( ) page ` : safe`next page every ${wallSeconds} s `, 'dim');
	const keys = wallSeconds === null ? span(safe`( ) page · + - height ${chartRows} `, 'dim') : page;
	const choices: readonly (readonly [left: Line, right: Line])[] = [
		[[shown, order, ...legend], [keys]],
		[[shown, order, ...legend], [page]],
		[[shown, ...legend], [page]],
	];
	const [left, right] = choices.find(([one, other]) => lineCells([...one, ...other]) < columns) ?? [[shown], [page]];
	return spread(left, right, columns);
}
