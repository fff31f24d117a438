import type {ReleaseKey, RevisionKey} from '../../domain/cluster/keys.ts';
import type {Release} from '../../domain/release/release.ts';
import {trafficOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';

/** When the weight last changed (server time), as far as perch knows; never before the canary's first pod,
 * since what was measured earlier belongs to the previous canary. Events alone may be late or missing:
 * controllers drop them when there are many. */
export function lastChange(state: State, release: Release): number | null {
	const seen = state.cluster.weightChanges[release.key]?.findLast(change => !change.isBaseline);
	const changedAtMs = seen?.atMs ?? release.split.changedAtMs;
	const canaryPodMs = firstPodMs(release, release.canary);
	return changedAtMs === null || (canaryPodMs !== null && canaryPodMs > changedAtMs) ? canaryPodMs : changedAtMs;
}

/** When the oldest of the present pods of a revision was created; null where that is not known. */
export function firstPodMs({pods}: Release, of: RevisionKey | null): number | null {
	const times = pods.flatMap(({revision, createdAtMs}) =>
		of !== null && revision === of && createdAtMs !== null ? [createdAtMs] : [],
	);
	return times.length === 0 ? null : Math.min(...times);
}

/** Releases whose weight changed after the window of the last poll began: that window holds requests from
 * before the change. */
export function recentlyReweighted(state: State, releases: Iterable<Release>): readonly ReleaseKey[] {
	const {source} = state.metrics;
	const traffic = trafficOf(state.metrics);
	if (!traffic || !source) return [];
	const beganAtMs = traffic.atMs - source.windowSeconds * 1000;
	return [...releases].filter(release => (lastChange(state, release) ?? 0) > beganAtMs).map(({key}) => key);
}
