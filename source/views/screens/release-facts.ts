import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import type {ReleaseView} from '../../engine/screens/release/release.ts';
import type {WhereView} from '../../engine/screens/release/where-text.ts';
import {cells, padEnd, truncateEnd, truncateMiddle} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';
import {sentenceRows} from '../lines/sentence-rows.ts';
import type {Size} from '../widgets/page.ts';
import {stepsLine} from './release-steps.ts';

/** What must be read before acting, the headline first: wrapped where the terminal is narrow, and cut only where it is
 * low as well. */
export function urgentLines(view: ReleaseView, room: Size): readonly Line[] {
	return [...headlineLines(view, room), ...urgentFacts(view, room)];
}

/** The same without the headline. Where it fails stands beside, where there is room for what else is known. */
export function urgentFacts(view: ReleaseView, room: Size, hasSide = false): readonly Line[] {
	const but = view.contradictions.flatMap(text => fact(safe`but`, safe`≠ ${text}`, room, 'critical'));
	const steps = view.steps.length === 0 ? [] : [stepsLine(padded(safe`steps`), view.steps, room.columns)];
	const others = [
		...(view.why?.isUrgent ? fact(safe`why`, view.why.text, room, 'warning') : []),
		...(view.disagreement === null ? [] : fact(safe`split`, view.disagreement, room, 'warning')),
		...placeLines(view.places, room),
	];
	const back = fact(safe`back`, view.back, room);
	const where = (limit: number) =>
		view.where === null || hasSide ? [] : whereLines(safe`where`, view.where, room, limit);
	if (room.rows < fewRows) {
		// The way back first; the rest in one row each.
		const now = fact(safe`now`, view.now, room, 'text', 1);
		const next = fact(safe`next`, view.next, room, 'text', 1);
		return [...back, ...but, ...next, ...now, ...where(1), ...sentLines(view, room, 1), ...steps, ...others];
	}
	const now = fact(safe`now`, view.now, room);
	const next = fact(safe`next`, view.next, room);
	const cost = view.cost === null ? [] : fact(safe`cost`, view.cost, room);
	return [
		...sentLines(view, room, 3),
		...now,
		...where(3),
		...blastLines(view, room),
		...cost,
		...next,
		...back,
		...but,
		...steps,
		...others,
	];
}

const fewRows = 11;

/** The last request and what came of it, where the headline does not tell that. */
function sentLines({intent, headline}: ReleaseView, room: Size, limit: number): readonly Line[] {
	const recovery = headline.tellsRecovery ? null : intent?.recovery;
	return [intent?.progress, recovery].flatMap((part, at) =>
		part ? fact(at === 0 ? safe`sent` : safe``, part.text, room, part.tone, limit) : [],
	);
}

/** Who calls it: on a low terminal only where callers fail as well. */
function blastLines({blast}: ReleaseView, room: Size): readonly Line[] {
	const isLow = room.rows < lowRows;
	if (blast === null || (isLow && !blast.isRising)) return [];
	return fact(safe`blast`, blast.text, room, blast.isRising ? 'warning' : 'text', isLow ? 1 : 2);
}

const lowRows = 18;

/** The first part leads; the others follow in the same line, or below it where they do not fit. */
export function headlineLines(
	{headline}: Pick<ReleaseView, 'headline'>,
	{columns, rows: height}: Size,
): readonly Line[] {
	const {glyph, tone, parts} = headline;
	// A controller's own words may be long: on a low terminal they must leave room for the way back.
	const limit = height < fewRows ? 3 : Number.POSITIVE_INFINITY;
	const rows: SafeText[] = [];
	for (const [at, part] of parts.entries()) {
		const last = rows.at(-1);
		const longer = last === undefined ? safe`${glyph} ${part}` : safe`${last} · ${part}`;
		if (last !== undefined && cells(longer) <= columns) rows.splice(-1, 1, longer);
		else
			rows.push(
				...sentenceRows(safe`  ${part}`, columns, limit).map((row, index) =>
					at + index === 0 ? lead(glyph, row) : row,
				),
			);
	}
	return rows.map(row => [span(row, tone)]);
}

/** The glyph in the place of the indent. */
function lead(glyph: SafeText, row: SafeText): SafeText {
	return safe`${glyph} ${row.trimStart() as SafeText}`;
}

/** Where it fails. Its names are cut, so that what is said of them stays. */
export function whereLines(
	label: SafeText,
	{parts, end}: WhereView,
	room: Pick<Size, 'columns'>,
	limit: number,
): readonly Line[] {
	const longest = Math.max(16, Math.floor(((room.columns - factLabelCells) * (limit > 1 ? 1 : 0.5)) / parts.length));
	const cut = parts.map(({before, name, after}) => safe`${before}${truncateMiddle(name, longest)}${after}`);
	return fact(label, safe`${cut.reduce((text, one) => safe`${text}${one}`)}${end}`, room, 'text', limit);
}

/** One row for each place; if there are too many, the smallest shares are only counted. */
function placeLines(places: ReleaseView['places'], room: Size): readonly Line[] {
	const limit = room.rows >= 28 ? 8 : 4;
	const kept = places.length > limit ? places.slice(0, limit - 1) : places;
	const more = places.length - kept.length;
	return [...kept, ...(more === 0 ? [] : [safe`and ${more} more places`])].map((text, at) => [
		span(padded(at === 0 ? safe`route` : safe``), 'dim'),
		span(truncateEnd(text, room.columns - factLabelCells - 1), 'warning'),
	]);
}

/** A label in the first columns, and its text in as many rows as it takes, at most `limit`. */
export function fact(
	label: SafeText,
	text: SafeText,
	room: Pick<Size, 'columns'>,
	meaning: Meaning = 'text',
	limit = 3,
): readonly Line[] {
	return sentenceRows(text, room.columns - factLabelCells, limit).map((row, at) => [
		span(padded(at === 0 ? label : safe``), 'dim'),
		span(row, meaning),
	]);
}

const factLabelCells = 9;

function padded(label: SafeText): SafeText {
	return padEnd(safe`  ${label}`, factLabelCells);
}
