import type {ReleaseKey} from '../../domain/keys.ts';
import type {Release} from '../../domain/release.ts';
import {trafficOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';

/** When the weight last changed, as far as it is known: never before the canary had pods. Events tell it late or not
 * at all, controllers drop them when there are many; then what was measured before belongs to the canary before. */
export function lastChange(state: State, release: Release): number | null {
	const seen = state.cluster.weightChanges[release.key]?.findLast(change => !change.isBaseline);
	const changedAtMs = seen?.atMs ?? release.split.changedAtMs;
	const firstPodMs = firstCanaryPodMs(release);
	return changedAtMs === null || (firstPodMs !== null && firstPodMs > changedAtMs) ? firstPodMs : changedAtMs;
}

function firstCanaryPodMs({pods, canary}: Release): number | null {
	const times = pods.flatMap(({revision, createdAtMs}) =>
		canary !== null && revision === canary && createdAtMs !== null ? [createdAtMs] : [],
	);
	return times.length === 0 ? null : Math.min(...times);
}

/** Releases whose weight changed since the window of the last poll began: it holds requests from before the change. */
export function recentlyReweighted(state: State, releases: Iterable<Release>): readonly ReleaseKey[] {
	const {source} = state.metrics;
	const traffic = trafficOf(state.metrics);
	if (!traffic || !source) return [];
	const beganAtMs = traffic.atMs - source.windowSeconds * 1000;
	return [...releases].filter(release => (lastChange(state, release) ?? 0) > beganAtMs).map(({key}) => key);
}
