import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Figure, Subject} from '../../engine/evidence/proof/proof.ts';
import type {ProveView} from '../../engine/screens/prove/prove.ts';
import type {FigureRow} from '../../engine/screens/prove/prove-figures.ts';
import {cells, padEnd, padStart, repeated, truncateEnd, truncateMiddle} from '../lines/cells.ts';
import {latencyCell, latencyText, percentCell, percentText, rateCell, rateText} from '../lines/figures.ts';
import {type Line, type Span, selectedLine, span} from '../lines/line.ts';
import {type Cell, cell} from '../lines/table.ts';
import {intentRows} from '../widgets/intent-rows.ts';
import {emptyLines, page, type Size} from '../widgets/page.ts';
import type {LongText} from '../widgets/scrolled-text.ts';
import {proofLines} from './proof-lines.ts';

/** The figures of a row and its versions as a grid; beneath it the proof of the one under the cursor. */
export function provePanel(view: ProveView, size: Size): readonly Line[] {
	const title: Line = [
		span(truncateMiddle(view.name, Math.floor(size.columns / 2)), 'title'),
		span(safe` proof`, 'dim'),
	];
	return page(
		view,
		size,
		room => {
			if (view.empty !== null) return emptyLines(view.empty, room.columns);
			const {top, lines} = proveText(view, room);
			const rows = proofRoom(top, room);
			const last = Math.max(0, lines.length - rows);
			const offset = view.at === 'end' ? last : Math.min(view.at, last);
			const below = last - offset;
			return [...top, ruleLine(view, {offset, below}, room.columns), ...lines.slice(offset, offset + rows)];
		},
		title,
	);
}

/** The figures, and the proof of the one under the cursor. */
export function proveText(view: ProveView, {columns}: Size): LongText {
	const top = [...intentRows(view.intent, columns), ...gridLines(view, columns)];
	return {top, lines: proofLines(view, columns)};
}

/** Beneath the figures and the rule that parts them from the proof. */
export function proofRoom(top: LongText['top'], {rows}: Size): number {
	return Math.max(1, rows - top.length - 1);
}

function gridLines({figures, rows, selected}: ProveView, columns: number): readonly Line[] {
	const cellWidth = columns >= 120 ? 11 : columns >= 76 ? 8 : 7;
	const shown = shownFigures(figures, selected.figure, Math.floor((columns - leastLabelCells - 1) / cellWidth));
	const labelWidth = Math.max(leastLabelCells, Math.min(28, columns - shown.length * cellWidth - 1));
	const heading = shown.map(figure => span(padStart(headings[figure], cellWidth), 'dim'));
	return [
		[span(padEnd(safe``, labelWidth)), ...heading],
		...rows.map(
			(row): Line => [
				span(safe` ${padEnd(truncateEnd(labelOf(row), labelWidth - 2), labelWidth - 1)}`, meaningOf(row.subject)),
				...shown.flatMap(figure => {
					const {text, meaning} = cellOf(row, figure);
					const isSelected = selected.subject === row.subject && selected.figure === figure;
					// Beside a figure the sign would read as "greater than".
					const mark = isSelected ? safe`>` : safe` `;
					const drawn: Line = [span(safe`${mark}${padStart(text, cellWidth - 1)}`, meaning)];
					return isSelected ? selectedLine(drawn) : drawn;
				}),
			],
		),
	];
}

const leastLabelCells = 6;

/** As many as have room, the one under the cursor among them: half a figure could be misread. */
function shownFigures(figures: readonly Figure[], selected: Figure, most: number): readonly Figure[] {
	const from = Math.max(0, Math.min(figures.indexOf(selected) - most + 1, figures.length - most));
	return figures.slice(from, from + Math.max(1, most));
}

function labelOf({subject, label}: FigureRow): SafeText {
	return subject === 'stable' || subject === 'canary' ? safe`${label} ${safe`${words[subject]}`}` : label;
}

const words = {stable: safe`stable`, canary: safe`canary`} as const;

function meaningOf(subject: Subject): Span['meaning'] {
	return subject === 'stable' || subject === 'canary' ? subject : 'text';
}

const headings: Readonly<Record<Figure, SafeText>> = {
	errors: safe`ERR%`,
	failures: safe`FAIL/m`,
	requests: safe`RPS`,
	p50: safe`P50`,
	p95: safe`P95`,
	p99: safe`P99`,
};

const names: Readonly<Record<Figure, SafeText>> = {
	errors: safe`errors`,
	failures: safe`failed requests a minute`,
	requests: safe`requests a second`,
	p50: safe`p50`,
	p95: safe`p95`,
	p99: safe`p99`,
};

function cellOf({subject, cells: readings}: FigureRow, figure: Figure): Cell {
	const reading = readings[figure];
	if (reading === null) return cell(safe``);
	if (subject === 'compared' && (reading.kind === 'value' || reading.kind === 'stale')) {
		const text = comparedText(reading.value, figure);
		return reading.kind === 'stale' ? cell(safe`~${text}`, 'dim') : cell(text);
	}
	if (figure === 'errors') return percentCell(reading as Parameters<typeof percentCell>[0]);
	if (figure === 'requests' || figure === 'failures') return rateCell(reading as Parameters<typeof rateCell>[0]);
	return latencyCell(reading);
}

/** A difference with its sign; of requests the canary's share. */
function comparedText(value: number, figure: Figure): SafeText {
	if (figure === 'requests') return safe`${percentText(value)}%`;
	const size = Math.abs(value);
	// What is drawn as zero has no sign.
	const isZero = size === 0 || (isDuration(figure) && size < 0.05);
	const sign = isZero ? safe`` : value < 0 ? safe`-` : safe`+`;
	if (figure === 'errors') return safe`${sign}${percentText(size)}`;
	return figure === 'failures' ? safe`${sign}${rateText(size)}` : safe`${sign}${latencyText(size)}`;
}

function isDuration(figure: Figure): boolean {
	return figure === 'p50' || figure === 'p95' || figure === 'p99';
}

/** Names the figure under the cursor, and tells where more of its proof is. */
function ruleLine(
	{rows, selected, proof}: ProveView,
	{offset, below}: {readonly offset: number; readonly below: number},
	columns: number,
): Line {
	const row = rows.find(({subject}) => subject === selected.subject);
	const of = row ? safe`${labelOf(row)} · ` : safe``;
	const period = proof.period === null ? safe`` : safe` · ${proof.period}`;
	const name = safe`${of}${names[selected.figure]}${period}`;
	const hint = below > 0 ? safe` pgdn: ${below} more ` : offset > 0 ? safe` pgup: ${offset} above ` : safe` arrows `;
	const shown = truncateEnd(name, Math.max(1, columns - cells(hint) - 5));
	const rest = repeated(safe`─`, columns - cells(shown) - cells(hint) - 4);
	return [
		span(safe`─ `, 'border'),
		span(shown, 'title'),
		span(safe` ${rest}`, 'border'),
		span(hint, 'dim'),
		span(safe`─`, 'border'),
	];
}
