import type {Phase} from '../../../domain/release/release.ts';
import type {PhaseCode} from '../../../domain/release/told.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {clockTimeSince} from '../../../domain/time.ts';
import {podsAre} from '../../common/plural.ts';
import {isFailing, type ReleasePod} from '../../common/release-pods.ts';
import {silentSince} from '../../common/silence.ts';
import {isObserved, othersOf, placeOf, type Situation, wantedOf} from './situation.ts';

/**
 * The phase of a StatefulSet, by the rules of `kubectl rollout status`, which calls an update done when it has
 * reached its partition.
 */
export function phaseOf(situation: Situation, nowMs: number): Phase {
	const {set, canary} = situation;
	if (!isObserved(set)) {
		const sinceMs = silentSince(set.metadata.changedAtMs, nowMs);
		if (sinceMs === null) return progressing('spec-not-seen', safe`waiting for the controller to see the new spec`);
		const since = ident(clockTimeSince(sinceMs, nowMs));
		return {
			kind: 'silent',
			code: 'controller-silent',
			because: safe`the controller does not answer: generation ${set.metadata.generation} since ${since}, it saw ${set.observedGeneration}`,
		};
	}
	const failing = failingPod(situation);
	if (failing?.trouble) return {kind: 'degraded', code: 'pod-failing', because: failing.trouble};
	if (set.ready < set.desired)
		return progressing('pods-start', safe`${set.ready} of ${set.desired} ${podsAre(set.desired)} ready`);
	if (set.minReadySeconds > 0 && set.available < set.desired) {
		const have = set.desired === 1 ? safe`pod has` : safe`pods have`;
		return progressing(
			'pods-start',
			safe`${set.available} of ${set.desired} ${have} been ready for ${set.minReadySeconds} s`,
		);
	}
	return canary === null ? withoutCanary(situation) : withCanary(situation);
}

/** The pod that will not become ready; of several, the one that blocks the most. */
export function failingPod({set, pods, canary}: Situation): ReleasePod | undefined {
	const place = ({name}: ReleasePod) => placeOf(set, name) ?? 0;
	return pods.filter(pod => isFailing(pod, canary)).toSorted((a, b) => place(a) - place(b))[0];
}

/**
 * The phase of a set with one version: pods of another version are an update that was taken back, or its
 * leftovers.
 */
function withoutCanary({set, pods, stable}: Situation): Phase {
	if (othersOf(set) === 0) return {kind: 'stable'};
	const left = pods.filter(({revision}) => revision !== stable);
	const isKept = left.length > 0 && left.every(({name}) => (placeOf(set, name) ?? 0) < set.partition);
	if (set.isOnDelete || isKept) return heldBack(set);
	return progressing('pods-come-back', safe`${set.updated} of ${set.desired} ${podsAre(set.desired)} back`);
}

function withCanary({set}: Situation): Phase {
	const wanted = wantedOf(set);
	if (set.isOnDelete || (set.updated >= wanted && set.partition > 0)) {
		return heldBack(set);
	}
	return progressing('pods-replaced', safe`${set.updated} of ${wanted} ${podsAre(wanted)} of the new version`);
}

function heldBack({isOnDelete, partition}: Situation['set']): Phase {
	return {kind: 'paused', because: 'person', sinceMs: null, ...(isOnDelete ? {} : {partition})};
}

function progressing(code: PhaseCode, because: SafeText): Phase {
	return {kind: 'progressing', code, because};
}
