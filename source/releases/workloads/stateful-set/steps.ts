import type {Split, Step} from '../../../domain/release/release.ts';
import type {ReleasePod} from '../../common/release-pods.ts';
import {countsOf} from './revisions.ts';
import {hasAllPods, placeOf, podAt, type Situation, wantedOf} from './situation.ts';

/** One step for each pod, the highest first: the partition can stop the update at each of them. */
export function stepsOf(situation: Situation): readonly Step[] {
	const {set, canary} = situation;
	// With OnDelete no partition stops the update.
	if (set.isOnDelete || canary === null) return [];
	const done = stepIndexOf(situation);
	return Array.from({length: set.desired}, (_, at) => {
		const place = set.desired - 1 - at;
		const isBeingReplaced = at === done && at < wantedOf(set);
		return {
			kind: 'weight',
			label: podAt(set, place),
			state: at < done ? 'done' : isBeingReplaced ? 'current' : 'ahead',
			weightPercent: percent(at + 1, set.desired),
		};
	});
}

/** How many pods have the new version and are ready, without a gap from the highest down. */
export function stepIndexOf(situation: Situation): number {
	const {set, pods, canary} = situation;
	if (canary === null || set.isOnDelete) return 0;
	if (!hasAllPods(situation)) return set.ready === set.replicas ? Math.min(set.updated, set.desired) : 0;
	const byPlace = new Map<number | null, ReleasePod>(pods.map(pod => [placeOf(set, pod.name), pod]));
	for (let at = 0; at < set.desired; at += 1) {
		const pod = byPlace.get(set.desired - 1 - at);
		if (!pod?.isReady || pod.revision !== canary) return at;
	}
	return set.desired;
}

/** The desired share by the partition, and the configured share by the ready pods. */
export function splitOf(situation: Situation): Split {
	const {set, stable, canary} = situation;
	if (canary === null || stable === null) {
		return {desiredPercent: 0, configuredPercent: 0, configuredBy: 'none', changedAtMs: null};
	}
	const desiredPercent = set.isOnDelete ? 'unknown' : percent(wantedOf(set), set.desired);
	const ready = countsOf(situation, canary).ready;
	const all = hasAllPods(situation) ? situation.pods.filter(({isReady}) => isReady).length : set.ready;
	if (ready === 'unknown')
		return {desiredPercent, configuredPercent: 'unknown', configuredBy: 'none', changedAtMs: null};
	return {desiredPercent, configuredPercent: percent(ready, all), configuredBy: 'pods', changedAtMs: null};
}

export function percent(part: number, whole: number): number {
	return whole === 0 ? 0 : Math.round((part * 1000) / whole) / 10;
}
