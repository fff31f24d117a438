import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {ServiceRow} from '../../engine/screens/home/service-row.ts';
import type {ServiceView} from '../../engine/screens/release/service.ts';
import {chartsStacked} from '../charts/charts-row.ts';
import {joinTexts, truncateEnd, truncateMiddle} from '../lines/cells.ts';
import {latencyCell, percentCell, rateCell, readingWord} from '../lines/figures.ts';
import {type Line, lineCells, span} from '../lines/line.ts';
import type {Cell} from '../lines/table.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {intentRows} from '../widgets/intent-rows.ts';
import {emptyLines, page, type Size} from '../widgets/page.ts';
import {podLines} from '../widgets/pods.ts';
import {policyBlock} from '../widgets/policy.ts';
import {versionLines} from '../widgets/versions.ts';

/** One service: its present figures, three charts, its versions, how its calls are treated, its pods. */
export function servicePanel(view: ServiceView, size: Size, look: TerminalStyle): readonly Line[] {
	const title: Line = [span(truncateMiddle(view.name, Math.floor(size.columns / 2)), 'title')];
	return page(view, size, room => serviceLines(view, {...room, isTall: size.rows >= 40}, look), title);
}

/** The same without header and footer, in so much room. */
export function serviceLines(
	view: ServiceView,
	room: Size & {readonly isTall: boolean},
	look: TerminalStyle,
): readonly Line[] {
	if (view.empty !== null) return emptyLines(view.empty, room.columns);
	const top = [
		...intentRows(view.intent, room.columns),
		...(view.now === null ? [] : nowLines(view.now, room.columns)),
		...(view.connections === null ? [] : [[span(truncateEnd(safe` ${view.connections}`, room.columns))] as const]),
		...(view.measuredBy === null ? [] : [[span(truncateEnd(safe` ${view.measuredBy}`, room.columns), 'dim')] as const]),
	];
	const versions = versionsOf(view, room);
	const left = room.rows - top.length - versions.length;
	// Charts come first: the blocks below them only get rows that charts of a useful height leave over.
	const spare = Math.max(0, left - (room.isTall ? 18 : 15));
	// A policy of defaults gives its rows to the pods; a configured policy does not.
	const isDefault = view.policy.length === 1 && view.policy[0]?.tone === 'quiet';
	const kept = isDefault && view.pods.length > 0 ? leastPodRows : 0;
	// Show an injected fault on a screen of any size.
	const least = view.policy.some(({tone}) => tone === 'critical' || tone === 'warning') ? 1 : 0;
	const policy = policyBlock(view.policy, {columns: room.columns, rows: Math.max(least, spare - kept)});
	const rest = Math.max(0, spare - policy.length);
	const podRows = rest < leastPodRows ? 0 : Math.min(view.pods.length + 2, rest);
	const pods = podLines(view.pods, view.morePods, {columns: room.columns, rows: podRows});
	const charts = chartsStacked(view, {columns: room.columns, rows: left - policy.length - pods.length}, look);
	return [...top, ...charts, ...versions, ...policy, ...pods];
}

/** A title, one pod, and the number of hidden pods. */
const leastPodRows = 3;

function versionsOf(view: ServiceView, room: Size): readonly Line[] {
	const note: readonly Line[] = view.cannotTell === null ? [] : [[span(safe` ⚠ ${view.cannotTell}`, 'warning')]];
	if (view.versions.length === 0) return note;
	return [...note, ...versionLines(view.versions, view.versionsOver, room.columns)];
}

/** The figures of now: where room is short, those that say least are left out. */
function nowLines(row: ServiceRow, columns: number): readonly Line[] {
	const word = readingWord(row);
	const notes = word === null || row.flags.includes(word) ? row.flags : [word, ...row.flags];
	const noted: Line =
		notes.length === 0 ? [] : [span(joinTexts(notes, safe` · `), row.flags.length > 0 ? 'warning' : 'dim')];
	const figures: readonly Figure[] = [
		{rank: 0, label: safe`rps`, cell: rateCell(row.requestsPerSecond)},
		{rank: 0, label: safe`errors %`, cell: percentCell(row.errorRatio)},
		{rank: 3, label: safe`p50`, cell: latencyCell(row.latencyP50Ms)},
		{rank: 1, label: safe`p95`, cell: latencyCell(row.latencyP95Ms)},
		{rank: 2, label: safe`p99`, cell: latencyCell(row.latencyP99Ms)},
	];
	// A service without series has no figures, which a word says.
	const told = figures.filter(({cell}) => cell.text.trim() !== '');
	for (let rank = 3; ; rank -= 1) {
		const shown = told.filter(figure => figure.rank <= rank);
		const line = apart([...shown.map(figureOf), noted]);
		if (rank === 0 || lineCells(line) <= columns) return [line];
	}
}

interface Figure {
	/** The highest is left out first. */
	readonly rank: number;
	readonly label: SafeText;
	readonly cell: Cell;
}

function figureOf({label, cell}: Figure): Line {
	return [span(safe`${label} `, 'dim'), span(cell.text, cell.meaning)];
}

function apart(parts: readonly Line[]): Line {
	return parts
		.filter(part => part.length > 0)
		.flatMap((part, at): Line => [span(at === 0 ? safe` ` : safe`   `), ...part]);
}
