import type {RevisionKey} from '../../../domain/cluster/keys.ts';
import type {Snapshot} from '../../../domain/cluster/kube-object.ts';
import type {Back, Pod, Release} from '../../../domain/release/release.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import {verb} from '../../../domain/release/verb.ts';
import {line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {STATEFUL_SETS, type StatefulSetObject} from '../../../kinds/stateful-set.ts';
import {controllerRevisionKey, isGoneBackTo} from '../../common/controller-revisions.ts';
import {hpaMaximum} from '../../common/hpa-maximum.ts';
import {isFailing} from '../../common/release-pods.ts';
import {revisionName} from '../../common/revision-of.ts';
import {nothingBefore, versionBefore, versionLeft} from '../../common/way-back.ts';
import {isAhead, isObserved, keptOf, keyOf, othersOf, placeOf, type Situation} from './situation.ts';

/**
 * The way back. It leads to the version that an update replaces; to the one that runs, if the spec names one
 * that has not started; otherwise to the one before, of which it is not known whether it worked.
 */
export function backOf(situation: Situation, revisions: readonly Revision[], snapshot: Snapshot): Back {
	const {set, kept, stable, canary, pods} = situation;
	const update = controllerRevisionKey(set, set.updateRevision);
	const [newest, replaced] = [keptOf(situation, canary), keptOf(situation, stable)];
	// With OnDelete the controller's own revisions do not tell an update from the undo of one.
	if (set.isOnDelete && newest && replaced && isGoneBackTo(newest, replaced)) {
		return onItsWay(situation, revisions, snapshot);
	}
	const isUnrolled = canary === null && isAhead(situation);
	const isOnItsWay = canary === null && !isUnrolled && othersOf(set) > 0;
	const present = keptOf(situation, update);
	const older = kept.filter(object => object !== present);
	const previous = keyOf(situation, present && versionBefore(present, older));
	const left = keyOf(situation, present && versionLeft(present, older));
	const to = canary !== null || isOnItsWay ? stable : isUnrolled ? update : previous;
	const draft = {detail: set, stable, canary, name: set.metadata.name};
	const means = meansOf({...draft, pods}, to, isOnItsWay);
	const name = revisionName(to, revisions);
	const isKnown = canary !== null || isUnrolled || isOnItsWay;
	const none = to === null ? nothingBefore(revisions, present && update, left) : null;
	return {
		text: none ? none.text : textOf(name, means, isOnItsWay, isKnown),
		to,
		means,
		code: none ? none.code : means === null ? 'on-its-way-back' : null,
		...(present === null ? {isUnread: true} : {}),
		stableReady: revisions.find(({key}) => key === to)?.pods.ready ?? 'unknown',
		stableDesired: set.desired,
		hpaMaximum: hpaMaximum(STATEFUL_SETS.kind, set, snapshot),
	};
}

/**
 * A version that ran before is coming back already: another step back would lead to the version that is being
 * left.
 */
function onItsWay({set, stable, canary}: Situation, revisions: readonly Revision[], snapshot: Snapshot): Back {
	const [to, left] = [revisionName(canary, revisions), revisionName(stable, revisions)];
	return {
		text: safe`already on its way back to ${to}, as pods are deleted; ${verb('toRevision')} chooses ${left} again`,
		to: canary,
		means: null,
		code: 'on-its-way-back',
		stableReady: revisions.find(({key}) => key === canary)?.pods.ready ?? 'unknown',
		stableDesired: set.desired,
		hpaMaximum: hpaMaximum(STATEFUL_SETS.kind, set, snapshot),
	};
}

export type Draft = Pick<Release<StatefulSetObject>, 'detail' | 'stable' | 'canary' | 'name' | 'pods'>;

/**
 * Pods that the controller waits for in vain and so never replaces: with ordered pods it stops at the first pod
 * that is not ready, whatever its version. If the template is back already, each unready pod of another version
 * counts.
 */
export function stuckPods(release: Draft, to: RevisionKey | null): readonly Pod[] {
	if (!release.detail.isOrdered || release.detail.isOnDelete) return [];
	const isBackAlready = release.canary === null && release.stable === to;
	return release.pods.filter(
		pod =>
			pod.revision !== null &&
			pod.revision !== to &&
			pod.state !== 'Terminating' &&
			!pod.isReady &&
			(isBackAlready || isFailing(pod, release.canary)),
	);
}

/**
 * The partition that lets every pod of another version be replaced; null if the present partition keeps none of
 * them.
 */
export function lowerPartition(release: Draft, to: RevisionKey | null): number | null {
	const {isOnDelete, firstOrdinal, partition} = release.detail;
	if (isOnDelete || release.canary === null || to !== release.stable) return null;
	const set = {metadata: {name: release.name}, firstOrdinal};
	const places = release.pods
		.filter(({revision}) => revision !== null && revision !== to)
		.map(({name}) => placeOf(set, name))
		.filter(place => place !== null);
	const lowest = Math.min(...places);
	return places.length > 0 && lowest < partition ? lowest : null;
}

/** By which means the way back would go; null if there is nothing to do. */
function meansOf(release: Draft, to: RevisionKey | null, isOnItsWay: boolean): SafeText | null {
	if (to === null) return null;
	const stuck = stuckPods(release, to).map(({name}) => name);
	const deletion = stuck.length === 0 ? null : safe`delete ${line(stuck.toSorted().join(', '))}`;
	if (isOnItsWay) return deletion;
	const partition = lowerPartition(release, to);
	const undo = partition === null ? safe`undo` : safe`undo, partition ${partition}`;
	return deletion === null ? undo : safe`${undo}, then ${deletion}`;
}

function textOf(name: SafeText, means: SafeText | null, isOnItsWay: boolean, isKnown: boolean): SafeText {
	if (means === null) return safe`already on its way back to ${name}`;
	if (isOnItsWay) return safe`on its way back to ${name}: ${means}`;
	return isKnown ? safe`${name} by ${means}` : safe`${name} by ${means} (whether it worked is not known)`;
}

/** Whether the spec already has the template that the way back leads to. */
export function isTemplateBack(release: Release<StatefulSetObject>): boolean {
	return isObserved(release.detail) && release.canary === null && release.back.to === release.stable;
}
