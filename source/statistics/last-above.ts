/** Widths of the interval at which the search ends: absolute, and as a part of the argument. */
const absoluteWidth = 1e-12;
const relativeWidth = 1e-9;
const mostSteps = 200;

export interface FallingFunction {
	/** Falls, or stays, as the argument rises. May be infinite. */
	readonly valueAt: (argument: number) => number;
	readonly from: number;
	readonly to: number;
}

/** The largest argument between `from` and `to` at which a falling function is at least `level`, from below: at what is
 * returned it is. Null where it is less even at `from`. Follows chords (the Illinois method), and bisects where they
 * do not halve the interval in two steps: a dozen evaluations for a smooth function, never more than about eighty. */
export function lastAbove({valueAt, from, to}: FallingFunction, level: number): number | null {
	// Far from the level values may be thousands of times as far on one side: chords of their logarithms still halve.
	const gapAt = (argument: number) => Math.asinh(valueAt(argument) - level);
	let high = {at: to, gap: gapAt(to)};
	if (high.gap >= 0) return to;
	let low = {at: from, gap: gapAt(from)};
	if (!(low.gap >= 0)) return null;
	let widthBefore = Number.POSITIVE_INFINITY;
	let movedBefore: 'low' | 'high' | null = null;
	for (let step = 0; step < mostSteps; step++) {
		const width = high.at - low.at;
		if (width <= absoluteWidth + relativeWidth * Math.abs(low.at)) break;
		const isStalled = step % 3 === 2 && width > widthBefore / 2;
		if (step % 3 === 2) widthBefore = width;
		const at = isStalled ? low.at + width / 2 : chordCrossing(low, high);
		const gap = gapAt(at);
		const moved = gap >= 0 ? 'low' : 'high';
		// An end that stays for a second step counts half, so that the next chord reaches beyond the crossing.
		if (moved === 'low') {
			low = {at, gap};
			if (movedBefore === 'low') high = {at: high.at, gap: high.gap / 2};
		} else {
			high = {at, gap};
			if (movedBefore === 'high') low = {at: low.at, gap: low.gap / 2};
		}
		movedBefore = moved;
	}
	return low.at;
}

interface End {
	readonly at: number;
	readonly gap: number;
}

/** Where the chord crosses the level; the middle where that is not between the ends, or where an end is infinite. */
function chordCrossing(low: End, high: End): number {
	const crossing = low.at + ((high.at - low.at) * low.gap) / (low.gap - high.gap);
	return crossing > low.at && crossing < high.at ? crossing : low.at + (high.at - low.at) / 2;
}
