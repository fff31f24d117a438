import {releaseKey} from '../../../domain/cluster/keys.ts';
import {refOf, type Snapshot} from '../../../domain/cluster/kube-object.ts';
import type {Phase, Release} from '../../../domain/release/release.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import type {Told, WhyCode} from '../../../domain/release/told.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {STATEFUL_SETS, type StatefulSetObject} from '../../../kinds/stateful-set.ts';
import {changedFields} from '../../common/changed-fields.ts';
import {podOnly, podTrouble} from '../../common/release-pods.ts';
import {revisionName} from '../../common/revision-of.ts';
import {timelineOf} from '../../common/timeline.ts';
import {backOf} from './back.ts';
import {factsOf} from './facts.ts';
import {nextOf} from './next.ts';
import {phaseOf} from './phase.ts';
import {revisionsOf} from './revisions.ts';
import {isObserved, keptOf, placeOf, type Situation, situationOf} from './situation.ts';
import {splitOf, stepIndexOf, stepsOf} from './steps.ts';

/**
 * Builds the release of one StatefulSet from the snapshot. Never fails: where an object is missing, the value
 * is unknown.
 */
export function assembleStatefulSet(
	set: StatefulSetObject,
	snapshot: Snapshot,
	nowMs: number,
): Release<StatefulSetObject> {
	const {metadata} = set;
	const situation = situationOf(set, snapshot);
	const {stable, canary, pods} = situation;
	const revisions = revisionsOf(situation);
	const phase = phaseOf(situation, nowMs);
	return {
		key: releaseKey(snapshot.cluster, STATEFUL_SETS.id, metadata.namespace, metadata.name),
		ref: refOf(STATEFUL_SETS, set),
		uid: metadata.uid,
		backend: 'stateful-set',
		controller: safe`statefulset`,
		namespace: metadata.namespace,
		name: metadata.name,
		strategy: set.partition > 0 && !set.isOnDelete ? 'canary' : 'rolling',
		phase,
		...(isObserved(set) ? {} : {isAnswerAwaited: true}),
		revisions,
		stable,
		canary,
		split: splitOf(situation),
		steps: stepsOf(situation),
		stepIndex: stepIndexOf(situation),
		services: {apex: [], stable: [], canary: [], host: null},
		containers: set.template.containers.map(({name, image}) => ({name, image})),
		podLabels: set.template.labels,
		next: nextOf(situation, phase, revisions),
		back: backOf(situation, revisions, snapshot),
		why: whyOf(situation, phase, revisions),
		analyses: [],
		pods: pods.map(podOnly),
		timeline: timelineOf(set, snapshot, () => null),
		changed: changedOf(situation),
		contradictions: contradictionsOf(situation, revisions),
		facts: factsOf(set),
		detail: set,
	};
}

function whyOf(
	{set, pods, stable, canary}: Situation,
	phase: Phase,
	revisions: readonly Revision[],
): Told<WhyCode> | null {
	const newest = revisionName(canary ?? stable, revisions);
	switch (phase.kind) {
		case 'silent':
			return {code: 'controller-silent', text: phase.because};
		case 'degraded':
			return {code: 'pod-failing', text: phase.because};
		case 'progressing':
			return podTrouble(pods) ?? {code: 'on-its-way', text: phase.because};
		case 'paused':
			return set.isOnDelete
				? {code: 'waits-for-deletion', text: safe`OnDelete: a pod takes ${newest} only once somebody deletes it`}
				: {
						code: 'held-by-partition',
						text: safe`partition ${set.partition}: ${set.partition === 1 ? safe`the pod below it keeps` : safe`pods below it keep`} ${revisionName(stable, revisions)}`,
					};
		default:
			return null;
	}
}

function changedOf(situation: Situation): readonly SafeText[] {
	const stable = keptOf(situation, situation.stable);
	const canary = keptOf(situation, situation.canary);
	return stable && canary ? changedFields(stable.template, canary.template) : [];
}

/** The partition decides which version a pod gets when it is replaced, not which version it runs now. */
function contradictionsOf(
	{set, pods, stable, canary}: Situation,
	revisions: readonly Revision[],
): Release['contradictions'] {
	if (set.isOnDelete || canary === null) return [];
	return pods
		.filter(({name, revision}) => revision === canary && (placeOf(set, name) ?? set.desired) < set.partition)
		.map(({name}) => {
			const [now, then] = [revisionName(canary, revisions), revisionName(stable, revisions)];
			const text = safe`${name} is ${now} below the partition: were it replaced, it would be ${then}`;
			return {code: 'below-partition', text};
		});
}
