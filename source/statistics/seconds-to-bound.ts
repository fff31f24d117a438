import {compareProportions, type Tally} from './compare-proportions.ts';

/** Both versions' requests over the same seconds. */
export interface Measured {
	readonly canary: Tally;
	readonly stable: Tally;
	readonly seconds: number;
}

/** For how many seconds in all the versions must be measured, at the present rates, until the 95 % interval of their
 * difference ends below `bound` (0–1), if the canary fails like stable from the beginning. Infinite where one of them
 * gets no requests, or where it would take more than a week. */
export function secondsToBound({canary, stable, seconds}: Measured, bound: number): number {
	const ratio = (canary.failures + stable.failures) / (canary.requests + stable.requests);
	const highAfter = (after: number) => {
		const tally = ({requests}: Tally) => {
			const all = (requests / seconds) * after;
			return {requests: all, failures: all * ratio};
		};
		const compared = compareProportions(tally(canary), tally(stable));
		return compared === 'noTraffic' ? Number.POSITIVE_INFINITY : compared.interval.high;
	};
	let enough = 60;
	while (highAfter(enough) > bound) {
		enough *= 2;
		if (enough > weekSeconds) return Number.POSITIVE_INFINITY;
	}
	let tooShort = enough === 60 ? 0 : enough / 2;
	// To the next ten seconds: it is told in minutes.
	while (enough - tooShort > 10) {
		const middle = (enough + tooShort) / 2;
		if (highAfter(middle) > bound) tooShort = middle;
		else enough = middle;
	}
	return enough;
}

const weekSeconds = 604_800;
