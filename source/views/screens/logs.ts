import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {LogLineView, LogSection, LogsView} from '../../engine/screens/logs/logs.ts';
import {cells, padEnd, truncateEnd, truncateMiddle, wrap} from '../lines/cells.ts';
import {besideEachOther, blankLine, type Line, type Span, span, spread} from '../lines/line.ts';
import {intentRows} from '../widgets/intent-rows.ts';
import {emptyLines, page, type Size} from '../widgets/page.ts';
import {patternLines, patternSummary} from './logs-patterns.ts';

/** Lines of logs, the newest at the bottom; above them what was read, what keeps lines away, and what only the
 * canary writes. */
export function logsPanel(view: LogsView, size: Size): readonly Line[] {
	return page(
		view,
		size,
		room => {
			const problems = problemLines(view, room);
			const top = [
				...(view.intent === null ? [] : intentRows(view.intent, room.columns)),
				statusLine(view, room.columns),
				...problems,
				...patternsAbove(view, {columns: room.columns, rows: room.rows - problems.length - 1}),
			];
			return [...top, ...sections(view, {columns: room.columns, rows: Math.max(0, room.rows - top.length)})];
		},
		[
			span(truncateMiddle(view.name, Math.max(16, Math.floor(size.columns / 3))), 'title'),
			span(safe` logs `),
			span(truncateEnd(view.versions, Math.max(20, Math.floor(size.columns / 3))), 'canary'),
		],
	);
}

function statusLine({status, newerBelow, isFollowing}: LogsView, columns: number): Line {
	const right: readonly Span[] =
		newerBelow !== null
			? [span(safe` STOPPED: ${newerBelow} newer below, G follows `, 'title')]
			: isFollowing
				? [span(safe` following `, 'moving')]
				: [];
	return spread([span(safe` ${status}`, 'dim')], right, columns);
}

function problemLines({problems}: LogsView, room: Size): readonly Line[] {
	const limit = room.rows >= 15 ? 3 : 1;
	const shown = problems.slice(0, problems.length > limit ? limit - 1 || 1 : limit);
	const hidden = problems.length - shown.length;
	return shown.map(({tone, text}, at) => {
		const {glyph, meaning} = signs[tone];
		const more = hidden > 0 && at === shown.length - 1 ? [span(safe`(+${hidden} more) `, 'dim')] : [];
		return [span(safe` ${glyph} `, meaning), ...more, span(text, meaning)];
	});
}

const signs = {
	critical: {glyph: safe`✖`, meaning: 'critical'},
	warning: {glyph: safe`⚠`, meaning: 'warning'},
	info: {glyph: safe`·`, meaning: 'dim'},
} as const;

/** At most half of the room: the lines themselves stay readable. */
function patternsAbove({patterns, arePatternsOpen}: LogsView, room: Size): readonly Line[] {
	if (!arePatternsOpen) return patternSummary(patterns, room.columns);
	return patternLines(patterns, {columns: room.columns, rows: Math.max(2, Math.floor(room.rows / 2))});
}

/** Side by side where both get lines of a readable length, else one above the other. */
function sections(view: LogsView, room: Size): readonly Line[] {
	const [first, second] = view.sections;
	if (!first) return [];
	if (!second) return section(first, view, room);
	if (room.columns >= 120) {
		const width = Math.floor((room.columns - 1) / 2);
		const bar = Array.from({length: room.rows}, (): Line => [span(safe`│`, 'border')]);
		return besideEachOther(
			[
				{lines: section(first, view, {...room, columns: width - 1}), width},
				{lines: bar, width: 1},
				{lines: section(second, view, {...room, columns: room.columns - width - 1}), width: room.columns - width - 1},
			],
			0,
		);
	}
	const above = Math.floor(room.rows / 2);
	return [
		...section(first, view, {...room, rows: above}),
		...section(second, view, {...room, rows: room.rows - above}),
	];
}

function section({title, lines, empty}: LogSection, view: LogsView, room: Size): readonly Line[] {
	const head: readonly Line[] =
		title === null
			? []
			: [
					[
						span(safe` ${title.text}`, title.role),
						span(safe`  ${lines.length === 0 ? safe`no lines` : safe``}`, 'dim'),
					],
				];
	const rows = Math.max(0, room.rows - head.length);
	const body =
		lines.length === 0 ? emptyLines(empty ?? safe``, room.columns, rows) : newestRows(lines, view, {...room, rows});
	// Lines begin under the head, as in a terminal that is not full yet.
	const rest = Array.from({length: Math.max(0, rows - body.length)}, () => blankLine);
	return [...head, ...body.slice(0, rows), ...rest];
}

/** The last lines that fit, whole where they are wrapped: the topmost may lose its first rows. */
function newestRows(lines: readonly LogLineView[], view: LogsView, room: Size): readonly Line[] {
	const markWidth = Math.min(10, Math.max(0, ...lines.map(({mark}) => cells(mark ?? safe``))));
	const rows: Line[] = [];
	for (const one of lines.toReversed()) {
		if (rows.length >= room.rows) break;
		rows.unshift(...lineRows(one, view, markWidth, room.columns));
	}
	return rows.slice(-room.rows);
}

function lineRows(one: LogLineView, {isWrapped}: LogsView, markWidth: number, columns: number): readonly Line[] {
	const head = headOf(one, markWidth, columns);
	const width = Math.max(10, columns - head.reduce((sum, {text}) => sum + cells(text), 0));
	const meaning = one.isNote ? 'marker' : 'text';
	const text = one.isNote ? safe`-- ${notedPod(one.pod)}: ${one.text} --` : one.text;
	if (!isWrapped) return [[...head, span(truncateEnd(text, width), meaning)]];
	const indent = span(padEnd(safe``, columns - width));
	return wrap(text, width).map((row, at) => [...(at === 0 ? head : [indent]), span(row, meaning)]);
}

function headOf({time, mark, role, pod}: LogLineView, markWidth: number, columns: number): Line {
	return [
		span(safe` `),
		...(time === null ? [] : [span(safe`${time} `, 'dim')]),
		...(mark === null ? [] : [span(safe`${padEnd(truncateEnd(mark, markWidth), markWidth)} `, role)]),
		...(columns < 120 ? [] : [span(safe`${padEnd(shortPod(pod), 5)} `, 'dim')]),
	];
}

/** The number of a pod of a StatefulSet names nothing by itself. */
function notedPod(pod: SafeText): SafeText {
	const short = shortPod(pod);
	return /^\d+$/.test(short) ? (pod.slice(pod.lastIndexOf('/') + 1) as SafeText) : short;
}

/** The end of a pod's name tells it from its siblings. */
function shortPod(pod: SafeText): SafeText {
	return pod.slice(Math.max(pod.lastIndexOf('-'), pod.lastIndexOf('/')) + 1) as SafeText;
}
