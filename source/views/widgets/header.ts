import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTime} from '../../domain/time.ts';
import type {HeaderView} from '../../engine/screens/header.ts';
import {truncateMiddle} from '../lines/cells.ts';
import {fitLine, type Line, lineCells, type Span, span, spread} from '../lines/line.ts';
import {freshnessSpans} from './freshness.ts';

/** A part of the header that may be left out. */
interface Part {
	readonly side: 'left' | 'right';
	readonly spans: Line;
	/** The highest rank is left out first; 0 always stays. */
	readonly rank: number;
	/** Blanks or a dot before it. */
	readonly joint?: SafeText;
}

/** The first line of every screen: what is shown, on which cluster, how old it is. The longest title that fits comes
 * first if the screen has its own subject; else the program's name. Marks that say that a write is dangerous or
 * impossible always stay. */
export function headerLine(header: HeaderView, titles: readonly Line[], columns: number): Line {
	const [title, ...shorter] = titles;
	let parts = partsOf(header, title ?? null, columns);
	while (cellsOf(parts) > columns) {
		const worst = Math.max(...parts.map(part => part.rank));
		if (worst === 0) break;
		parts = parts.filter(part => part.rank !== worst);
	}
	const excess = cellsOf(parts) - columns;
	const right = lineOf(parts, 'right');
	const left = lineOf(excess > 0 ? narrowed(parts, shorter, excess) : parts, 'left');
	// A blank always parts the two sides.
	return spread(left, [span(safe` `), ...right], columns);
}

/** Shortens the subject's name before any badge or age, and leaves it out where hardly anything of it would stay. */
function narrowed(parts: readonly Part[], shorter: readonly Line[], excess: number): readonly Part[] {
	const [subject, ...others] = parts;
	if (subject === undefined) return parts;
	const room = lineCells(subject.spans) - excess;
	const fitting = shorter.find(line => lineCells(line) <= room);
	if (fitting !== undefined) return [{...subject, spans: fitting}, ...others];
	if (room < leastSubjectCells) return others;
	return [{...subject, spans: fitLine(shorter.at(-1) ?? subject.spans, room)}, ...others];
}

const leastSubjectCells = 4;

function partsOf(header: HeaderView, title: Line | null, columns: number): readonly Part[] {
	const context = truncateMiddle(header.context, Math.max(8, Math.floor(columns / 4)));
	const left: readonly Part[] = [
		title === null
			? {side: 'left', spans: [span(safe`perch`, 'title')], rank: 5}
			: {side: 'left', spans: title, rank: 0},
		{side: 'left', spans: [span(context, header.isProtected ? 'critical' : 'title')], rank: 0},
		...badgesOf(header).map(badge => ({
			side: 'left' as const,
			spans: [badge],
			rank: 0,
			joint: safe` `,
		})),
		{side: 'left', spans: [span(header.scope)], rank: 4},
	];
	const right: readonly Part[] = header.replay
		? replayParts(header.replay, columns)
		: [
				...freshnessParts(header, columns < (title === null ? 80 : 120)),
				{side: 'right', spans: [span(safe`UTC `, 'dim')], rank: 6, joint: safe` · `},
				{side: 'right', spans: [span(ident(clockTime(header.nowMs)))], rank: 3, joint: safe` `},
				...(header.user === null ? [] : [{side: 'right' as const, spans: [span(header.user, 'dim')], rank: 7}]),
			];
	return [...left, ...joinClock(right)];
}

/** In place of the age and the time of what is shown: it is of no age, and of another time. */
function replayParts({date, time, place}: NonNullable<HeaderView['replay']>, columns: number): readonly Part[] {
	const joint = safe` `;
	return [
		{side: 'right', spans: [span(safe`REPLAY`, 'badgeMode')], rank: 0},
		{side: 'right', spans: [span(date, 'title')], rank: columns < 80 ? 2 : 0, joint},
		{side: 'right', spans: [span(time, 'title')], rank: 0, joint},
		...(place === ''
			? []
			: [{side: 'right' as const, spans: [span(place)], rank: columns < 60 ? 1 : 0, joint: safe` · `}]),
	];
}

/** Joins the zone and the time; apart, neither joint would fit. */
function joinClock(parts: readonly Part[]): readonly Part[] {
	const zone = parts.find(part => part.rank === 6);
	const clock = parts.find(part => part.rank === 3);
	if (zone === undefined || clock === undefined) return parts;
	const together: Part = {...clock, spans: [...zone.spans, ...clock.spans], joint: safe` · `};
	return parts.filter(part => part !== zone).map(part => (part === clock ? together : part));
}

function freshnessParts(header: HeaderView, isShort: boolean): readonly Part[] {
	const metrics = isShort ? safe`m` : safe`metrics`;
	return [
		{side: 'right', spans: freshnessSpans(safe`k8s`, header.cluster), rank: 0},
		{side: 'right', spans: freshnessSpans(metrics, header.metrics), rank: 0, joint: safe` · `},
	];
}

/** Only PROD is red: a demo badge, or one for disabled verbs, must not look like it. */
function badgesOf(header: HeaderView): readonly Span[] {
	return [
		...(header.isProtected ? [span(safe`PROD`, 'badgeProd')] : []),
		...(header.environment === null ? [] : [span(header.environment, 'badgeStaging')]),
		...(header.isDemo ? [span(safe`DEMO`, 'badgeDemo')] : []),
		...(header.isReadOnly ? [span(safe`READ-ONLY`, 'badgeMode')] : []),
		...(header.isInsecure ? [span(safe`INSECURE`, 'badgeMode')] : []),
		...(header.frozenSeconds === null ? [] : [span(safe`FROZEN ${header.frozenSeconds} s`, 'badgeMode')]),
	];
}

function lineOf(parts: readonly Part[], side: Part['side']): Line {
	const spans: Span[] = [];
	for (const part of parts) {
		if (part.side !== side) continue;
		if (spans.length > 0) spans.push(span(part.joint ?? safe`  `, 'dim'));
		spans.push(...part.spans);
	}
	return spans;
}

function cellsOf(parts: readonly Part[]): number {
	return lineCells(lineOf(parts, 'left')) + lineCells(lineOf(parts, 'right')) + 2;
}
