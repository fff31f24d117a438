import type {Next, Phase} from '../../../domain/release/release.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import {ident, line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {clockTimeSince} from '../../../domain/time.ts';
import {nothing} from '../../common/next.ts';
import {isFailing} from '../../common/release-pods.ts';
import {revisionName} from '../../common/revision-of.ts';
import {silentSince} from '../../common/silence.ts';
import {isObserved, type Situation} from './situation.ts';

/** The phase of a DaemonSet, by the rules of `kubectl rollout status`; it has no deadline and no pause. */
export function phaseOf({set, pods, canary}: Situation, nowMs: number): Phase {
	if (!isObserved(set)) {
		const sinceMs = silentSince(set.metadata.changedAtMs, nowMs);
		if (sinceMs === null)
			return {
				kind: 'progressing',
				code: 'spec-not-seen',
				because: safe`waiting for the controller to see the new spec`,
			};
		const since = ident(clockTimeSince(sinceMs, nowMs));
		return {
			kind: 'silent',
			code: 'controller-silent',
			because: safe`the controller does not answer: generation ${set.metadata.generation} since ${since}, it saw ${set.observedGeneration}`,
		};
	}
	const failing = pods.find(pod => isFailing(pod, canary) && (canary === null || pod.revision === canary));
	if (failing?.trouble) return {kind: 'degraded', code: 'pod-failing', because: failing.trouble};
	if (set.updated < set.desired) {
		if (set.isOnDelete) return {kind: 'paused', because: 'person', sinceMs: null};
		return {
			kind: 'progressing',
			code: 'pods-replaced',
			because: safe`${set.updated} of ${set.desired} nodes have the newest template`,
		};
	}
	if (set.available < set.desired) {
		return {
			kind: 'progressing',
			code: 'pods-start',
			because: safe`${set.available} of ${set.desired} nodes have an available pod`,
		};
	}
	return {kind: 'stable'};
}

/** What happens by itself: the controller updates node after node, and nothing goes back. */
export function nextOf(situation: Situation, phase: Phase, revisions: readonly Revision[]): Next {
	const {set, pods, stable, canary} = situation;
	const newest = canary ?? stable;
	switch (phase.kind) {
		case 'stable':
			return nothing(
				'nothing-under-way',
				set.isOnDelete
					? safe`nothing: no update is under way; a new version waits until pods are deleted`
					: safe`nothing: no update is under way`,
			);
		case 'silent':
			return nothing('controller-silent', safe`nothing moves until the controller answers again`);
		case 'degraded':
			return nothing(
				'held-by-pod',
				safe`pods that are not ready take the room of the next: maxUnavailable ${atOnce(situation)}`,
			);
		case 'paused': {
			const old = pods.filter(({revision}) => revision !== newest).map(({name}) => name);
			const names = old.length === 0 ? safe`the old ones` : line(old.toSorted().join(', '));
			return nothing('held-until-deleted', safe`nothing until pods are deleted: ${names} still old`);
		}
		default:
			return {
				kind: 'event',
				code: canary === null ? 'waits-for-pods' : 'pods-replaced',
				text:
					canary === null
						? safe`goes on once its pods are available`
						: safe`node after node gets ${revisionName(canary, revisions)}, ${atOnce(situation)} at a time; nothing can hold it`,
			};
	}
}

function atOnce({set}: Situation): SafeText {
	return set.maxUnavailable ?? safe`1`;
}
