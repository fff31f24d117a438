import type {Interval} from './compare-proportions.ts';

/** The probability of each tail outside the 99 % band. */
const tailProbability = 0.005;
/** Chances this small, relative to the likeliest one, change no digit of the sum. */
const negligible = 1e-18;

/** Requests of one window, and how many of them one version got. */
export interface ObservedSplit {
	readonly requests: number;
	readonly toVersion: number;
}

/** Whether measured requests contradict a configured weight: true if the version's share is outside the band in
 * which 99 % of windows would fall if each request were routed independently by that weight; `unknown` without
 * requests. Only meaningful for a window that lies wholly after the last change of the weight. */
export function contradictsWeight(configuredRatio: number, observed: ObservedSplit): boolean | 'unknown' {
	const band = binomialBand(configuredRatio, observed.requests);
	if (band === 'unknown') return 'unknown';
	// Counts from rates are fractions, but the band is a range of whole requests.
	const share = Math.round(observed.toVersion) / Math.round(observed.requests);
	return share < band.low || share > band.high;
}

/** The shares (0–1) between which 99 % of windows with so many requests fall, with at most 0.5 % beyond either end. */
export function binomialBand(ratio: number, requests: number): Interval | 'unknown' {
	const trials = Math.round(requests);
	if (!(trials >= 1) || !Number.isFinite(trials) || !(ratio >= 0 && ratio <= 1)) return 'unknown';
	const mode = Math.min(trials, Math.floor((trials + 1) * ratio));
	const below = chancesAway({
		from: mode,
		end: 0,
		next: count => (count * (1 - ratio)) / ((trials - count + 1) * ratio),
	});
	const above = chancesAway({
		from: mode,
		end: trials,
		next: count => ((trials - count) * ratio) / ((count + 1) * (1 - ratio)),
	});
	const tail = tailProbability * (1 + sum(below) + sum(above));
	return {
		low: (mode - stepsToTail(below, tail)) / trials,
		high: (mode + stepsToTail(above, tail)) / trials,
	};
}

/**
 * The chances of the counts beside the likeliest one, relative to its own, nearest first. Ratios of neighbours need no
 * factorials, so nothing overflows whatever the number of requests.
 */
function chancesAway(walk: {
	readonly from: number;
	readonly end: number;
	readonly next: (count: number) => number;
}): readonly number[] {
	const chances: number[] = [];
	const step = Math.sign(walk.end - walk.from);
	let chance = 1;
	for (let count = walk.from; count !== walk.end; count += step) {
		chance *= walk.next(count);
		if (!(chance > negligible)) break;
		chances.push(chance);
	}
	return chances;
}

/** How many counts away from the likeliest one the band ends: at most `tail` lies beyond. */
function stepsToTail(chances: readonly number[], tail: number): number {
	let left = 0;
	let steps = chances.length;
	for (const chance of chances.toReversed()) {
		left += chance;
		if (left > tail) return steps;
		steps -= 1;
	}
	return 0;
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
