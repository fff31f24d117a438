import type {Next, Phase} from '../../../domain/release/release.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import {verb} from '../../../domain/release/verb.ts';
import {line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {nothing} from '../../common/next.ts';
import {revisionName} from '../../common/revision-of.ts';
import {stuckPods} from './back.ts';
import {failingPod} from './phase.ts';
import {isObserved, placeOf, podAt, podsBetween, type Situation, wantedOf} from './situation.ts';

/** What happens by itself: pods are replaced one after another down to the partition, and nothing goes back. */
export function nextOf(situation: Situation, phase: Phase, revisions: readonly Revision[]): Next {
	switch (phase.kind) {
		case 'stable':
			return nothing('nothing-under-way', safe`nothing: no update is under way${nextUpdate(situation)}`);
		case 'silent':
			return nothing('controller-silent', safe`nothing moves until the controller answers again`);
		case 'degraded': {
			const pod = failingPod(situation);
			return nothing(
				'held-by-pod',
				safe`nothing moves until ${pod?.name ?? safe`that pod`} is ready, and nothing goes back by itself`,
			);
		}
		case 'paused':
			return nothing(
				situation.set.isOnDelete ? 'held-until-deleted' : 'held-by-partition',
				waiting(situation, revisions),
			);
		default:
			return {kind: 'event', code: 'pods-replaced', text: rolling(situation)};
	}
}

function rolling(situation: Situation): SafeText {
	const {set} = situation;
	if (!isObserved(set)) return safe`the controller takes the new spec up`;
	const [blocking] = stuckPods({...situation, detail: set, name: set.metadata.name}, situation.stable);
	if (situation.canary === null && blocking)
		return safe`${blocking.name} is waited for, though it is to go: ${verb('back')} deletes it`;
	const place = set.isOnDelete ? null : nextPlace(situation);
	if (place === null) return safe`goes on once its pods are ready`;
	const until = set.partition > 0 ? safe`, down to ${podAt(set, set.partition)}: partition ${set.partition}` : safe``;
	return safe`${podAt(set, place)} is replaced next, once the others are ready${until}`;
}

function nextUpdate({set}: Situation): SafeText {
	if (set.isOnDelete) return safe`; a new version waits until pods are deleted`;
	if (set.partition === 0) return safe``;
	const wanted = wantedOf(set);
	return wanted === 0
		? safe`; a new version gets no pod: partition ${set.partition}`
		: safe`; a new version comes to ${podsBetween(set, set.partition, set.desired)} only: partition ${set.partition}`;
}

function waiting(situation: Situation, revisions: readonly Revision[]): SafeText {
	const {set, pods, stable, canary} = situation;
	const newest = canary ?? stable;
	const old = pods.filter(({revision}) => revision !== newest).map(({name}) => name);
	if (set.isOnDelete) {
		if (old.length === 0) return safe`nothing until the old pods are deleted`;
		return safe`nothing until pods are deleted: ${old.length} still old, ${line(old.toSorted().join(', '))}`;
	}
	if (canary === null) return safe`nothing: ${line(old.toSorted().join(', '))} stays below the partition`;
	if (wantedOf(set) === 0)
		return safe`nothing: partition ${set.partition} lets no pod have ${revisionName(canary, revisions)}`;
	const kept = podsBetween(set, 0, set.partition);
	const stay = set.partition === 1 ? safe`stays` : safe`stay`;
	return safe`nothing by itself: ${kept} ${stay} on ${revisionName(stable, revisions)}`;
}

/** The highest place whose pod is still to be replaced; null if it is unknown. */
function nextPlace({set, pods, canary, stable}: Situation): number | null {
	const newest = canary ?? stable;
	const places = pods
		.filter(({revision}) => revision !== newest)
		.map(({name}) => placeOf(set, name))
		.filter(place => place !== null && place >= set.partition);
	return places.length === 0 ? null : Math.max(...places.map(Number));
}
