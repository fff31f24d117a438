import {withoutGap} from '../../evidence/comparison/without-gap.ts';
import type {Intent} from '../../state/intent.ts';
import type {Observation} from '../../state/metrics-state.ts';
import type {State} from '../../state/state.ts';

/** After this many windows without a request to the canary, perch claims that there are none. */
export const quietWindows = 2;

/** What polls tell of the requests to a canary that was left. */
export interface Quiet {
	/** When it was shown that there are none, by the server's clock; null before. */
	readonly provedMs: number | null;
	/** Whether the last poll shows requests; null before a poll that shows only what came since. */
	readonly isAsked: boolean | null;
	/** And it could have shown by now that there are none. */
	readonly isStillAsked: boolean;
}

export function quietOf({metrics}: State, {release}: Intent, sinceMs: number): Quiet {
	const observations = metrics.observed[release.key] ?? [];
	// Only windows that lie wholly after the change say anything about it.
	const after = withoutGap(observations.filter(({atMs, windowSeconds}) => atMs - windowSeconds * 1000 >= sinceMs));
	const last = after.at(-1);
	if (!last) return {provedMs: null, isAsked: null, isStillAsked: false};
	const quietMs = (quietWindows - 1) * last.windowSeconds * 1000;
	const quiet = after.slice(after.findLastIndex(({canary}) => canary.requestsPerSecond > 0) + 1);
	const isAsked = quiet.length === 0;
	const first = quiet[0];
	return {
		provedMs: first && last.atMs - first.atMs >= quietMs ? first.atMs + quietMs : null,
		isAsked,
		// Versions that are told again after a while must be told for as long as it takes to be quiet.
		isStillAsked: isAsked && spanMs(after) >= quietMs,
	};
}

function spanMs(observations: readonly Observation[]): number {
	return (observations.at(-1)?.atMs ?? 0) - (observations[0]?.atMs ?? 0);
}
