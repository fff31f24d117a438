import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {ServiceRow} from '../../engine/select/home.ts';
import type {ServiceView} from '../../engine/select/service.ts';
import {chartsStacked} from '../charts/charts-row.ts';
import {joinTexts, truncateMiddle} from '../lines/cells.ts';
import {latencyCell, percentCell, rateCell, readingWord} from '../lines/figures.ts';
import {type Line, type Span, span} from '../lines/line.ts';
import type {Cell} from '../lines/table.ts';
import type {Look} from '../look/look.ts';
import {emptyLines, page, type Size} from '../widgets/page.ts';
import {podLines} from '../widgets/pods.ts';
import {versionLines} from '../widgets/versions.ts';

/** One service: what it does now, three charts, its versions and pods. */
export function servicePanel(view: ServiceView, size: Size, look: Look): readonly Line[] {
	const title: Line = [span(truncateMiddle(view.name, Math.floor(size.columns / 2)), 'title')];
	return page(
		view,
		size,
		room => {
			if (view.empty !== null) return emptyLines(view.empty, room.columns);
			const top = view.now === null ? [] : nowLines(view.now);
			const versions = versionsOf(view, room);
			const left = room.rows - top.length - versions.length;
			// Charts first: pods are listed below them only where charts keep a useful height.
			const podRows = Math.max(0, Math.min(view.pods.length + 2, left - (size.rows >= 40 ? 18 : 15)));
			const pods = podLines(view.pods, view.morePods, {columns: room.columns, rows: podRows});
			const charts = chartsStacked(view, {columns: room.columns, rows: left - pods.length}, look);
			return [...top, ...charts, ...versions, ...pods];
		},
		title,
	);
}

function versionsOf(view: ServiceView, room: Size): readonly Line[] {
	const note: readonly Line[] = view.cannotTell === null ? [] : [[span(safe` ⚠ ${view.cannotTell}`, 'warning')]];
	if (view.versions.length === 0) return note;
	return [...note, ...versionLines(view.versions, room.columns)];
}

function nowLines(row: ServiceRow): readonly Line[] {
	const word = readingWord(row);
	const figures: readonly (readonly [SafeText, Cell])[] = [
		[safe`rps`, rateCell(row.requestsPerSecond)],
		[safe`errors %`, percentCell(row.errorRatio)],
		[safe`p50`, latencyCell(row.latencyP50Ms)],
		[safe`p95`, latencyCell(row.latencyP95Ms)],
		[safe`p99`, latencyCell(row.latencyP99Ms)],
	];
	const shown = figures.flatMap(([label, figure], index): readonly Span[] => [
		span(index === 0 ? safe` ${label} ` : safe`   ${label} `, 'dim'),
		span(figure.text, figure.meaning),
	]);
	const notes = word === null || row.flags.includes(word) ? row.flags : [word, ...row.flags];
	return [[...shown, span(safe`   ${joinTexts(notes, safe` · `)}`, row.flags.length > 0 ? 'warning' : 'dim')]];
}
