import type {Release} from '../../domain/release.ts';
import {leastWindows, type Tally, wilsonInterval} from '../../statistics/compare-proportions.ts';
import type {Judged, Observation} from '../state/metrics-state.ts';
import {type Sides, sidesOver} from './comparison.ts';
import {observedPeriod, recentMs} from './period.ts';

/** What the last minutes of these observations show at the last of them; null where they are too few, or all from
 * before the last change of the weight. */
export function judgedOf(
	release: Release,
	observations: readonly Observation[],
	changedAtMs: number | null,
): Judged | null {
	if (release.incomparable !== undefined) return null;
	return judgedBy(sidesOver(observedPeriod(release, observations, changedAtMs)), stableBefore(observations));
}

/** What both versions show over one period, beside stable's requests before it; null where it is too short. */
export function judgedBy(sides: Sides | null, before: Tally): Judged | null {
	if (!sides || sides.windows < leastWindows || sides.errors === 'noTraffic') return null;
	return {
		isWorseByErrors: sides.extraPerMinute !== null,
		isWorseByLatency: sides.isLatencyJudged ? sides.slower !== null : 'unknown',
		stableRose: isRisen(sides.stableTally, before),
	};
}

const leastRequests = 500;

/** Whether a version's failures are clearly more than twice what stable's were, and by more than 5 in 1,000. */
export function isRisen(now: Tally, before: Tally): boolean {
	const [present, past] = [wilsonInterval(now), wilsonInterval(before)];
	if (present === 'noTraffic' || past === 'noTraffic' || !isEnough(before)) return false;
	return present.low > 2 * past.high + 0.005;
}

/** Whether so many requests are a measure for later ones. */
export function isEnough({requests}: Tally): boolean {
	return requests >= leastRequests;
}

/** Stable's requests before the last minutes, and before the time since which it has been failing more. */
export function stableBefore(observations: readonly Observation[]): Tally {
	const last = observations.at(-1);
	if (!last) return {requests: 0, failures: 0};
	const lastCalm = observations.findLastIndex(({judged}) => judged !== undefined && !judged.stableRose);
	const endMs = Math.min(last.atMs - recentMs(last.windowSeconds), observations[lastCalm]?.atMs ?? last.atMs);
	const before = observations.filter(({atMs, windowSeconds}) => atMs <= endMs - windowSeconds * 1000);
	return tallyOver(before.map(({atMs, windowSeconds, stable}) => ({atMs, windowSeconds, ...stable})));
}

/** Requests and failures over these windows, which overlap: rates times the time that they cover. */
export function tallyOver(
	windows: readonly {
		readonly atMs: number;
		readonly windowSeconds: number;
		readonly requestsPerSecond: number;
		readonly errorsPerSecond: number;
	}[],
): Tally {
	let requests = 0;
	let failures = 0;
	let endMs = Number.NEGATIVE_INFINITY;
	for (const {atMs, windowSeconds, requestsPerSecond, errorsPerSecond} of windows) {
		const seconds = Math.min(windowSeconds, (atMs - endMs) / 1000);
		requests += requestsPerSecond * seconds;
		failures += errorsPerSecond * seconds;
		endMs = atMs;
	}
	return {requests, failures};
}
