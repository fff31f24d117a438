import {type SafeText, safe} from '../../domain/text/safe-text.ts';

/** One sign per cell, oldest first; a blank for an unknown value. The scale begins at 0 and ends at `topOf`. */
export function sparkline(values: readonly (number | null)[], width: number, floor: number): SafeText {
	// A list draws a hundred of them in each frame, and they change only with new figures.
	const drawn = drawnOf.get(values) ?? new Map<string, SafeText>();
	drawnOf.set(values, drawn);
	const how = `${width} ${floor}`;
	const signs = drawn.get(how) ?? draw(values, width, floor);
	drawn.set(how, signs);
	return signs;
}

const drawnOf = new WeakMap<readonly (number | null)[], Map<string, SafeText>>();

function draw(values: readonly (number | null)[], width: number, floor: number): SafeText {
	const known = values.filter(isKnown);
	if (known.length === 0 || width < 1) return safe``;
	return levelLine(values, width, topOf(known, floor));
}

/** The same for values up to a given full height. */
export function levelLine(values: readonly (number | null)[], width: number, top: number): SafeText {
	return highestOf(values, Math.min(width, values.length))
		.map(value => (value === null ? ' ' : sign(value, top)))
		.join('') as SafeText;
}

/** The value of the full height of a small chart. A steady series stands at half the height, whatever its level, so that
 * a change is visible; `floor` is the least full height, so that noise does not look like a peak. */
export function topOf(known: readonly number[], floor: number): number {
	return Math.max(floor, ...known, 2 * middle(known)) || 1;
}

function middle(values: readonly number[]): number {
	return values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? 0;
}

function sign(value: number, top: number): string {
	const level = Math.round((Math.min(value, top) / top) * (levels.length - 1));
	// A value above zero never looks like zero.
	return levels[value > 0 ? Math.max(1, level) : 0] ?? ' ';
}

const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];

/** The highest known value in each of `count` equal parts, so that a short peak stays visible; null where none is
 * known. */
export function highestOf(values: readonly (number | null)[], count: number): readonly (number | null)[] {
	return Array.from({length: count}, (_, index) => {
		const from = Math.floor((index * values.length) / count);
		const to = Math.max(from + 1, Math.floor(((index + 1) * values.length) / count));
		const known = values.slice(from, to).filter(isKnown);
		return known.length === 0 ? null : Math.max(...known);
	});
}

export function isKnown(value: number | null): value is number {
	return value !== null && Number.isFinite(value);
}
