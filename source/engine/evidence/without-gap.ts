import type {Observation} from '../state/metrics-state.ts';

/** The last observations whose windows leave no time out between them. What happened in a gap, nobody counted: what was
 * seen before it says nothing of the time after it. */
export function withoutGap(observations: readonly Observation[]): readonly Observation[] {
	const first = observations.findLastIndex(({atMs, windowSeconds}, at) => {
		const before = observations[at - 1];
		return before !== undefined && atMs - windowSeconds * 1000 > before.atMs;
	});
	return first === -1 ? observations : observations.slice(first);
}
