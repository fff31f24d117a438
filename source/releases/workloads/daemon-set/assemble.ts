import {releaseKey} from '../../../domain/cluster/keys.ts';
import {refOf, type Snapshot} from '../../../domain/cluster/kube-object.ts';
import {digest} from '../../../domain/digest.ts';
import type {Fact, Phase, Release} from '../../../domain/release/release.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import type {Told, WhyCode} from '../../../domain/release/told.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {DAEMON_SETS, type DaemonSetObject} from '../../../kinds/daemon-set.ts';
import {changedFields} from '../../common/changed-fields.ts';
import {podOnly, podTrouble} from '../../common/release-pods.ts';
import {revisionName, templateTag} from '../../common/revision-of.ts';
import {timelineOf} from '../../common/timeline.ts';
import {imagesFact} from '../shared/images-fact.ts';
import {backOf} from './back.ts';
import {nextOf, phaseOf} from './phase.ts';
import {revisionsOf, splitOf} from './revisions.ts';
import {isObserved, keptOf, type Situation, situationOf} from './situation.ts';

/**
 * Builds the release of one DaemonSet from the snapshot. Never fails: where an object is missing, the value is
 * unknown.
 */
export function assembleDaemonSet(set: DaemonSetObject, snapshot: Snapshot, nowMs: number): Release<DaemonSetObject> {
	const {metadata} = set;
	const situation = situationOf(set, snapshot);
	const {stable, canary, pods} = situation;
	const revisions = revisionsOf(situation);
	const phase = phaseOf(situation, nowMs);
	return {
		key: releaseKey(snapshot.cluster, DAEMON_SETS.id, metadata.namespace, metadata.name),
		ref: refOf(DAEMON_SETS, set),
		uid: metadata.uid,
		backend: 'daemon-set',
		controller: safe`daemonset`,
		namespace: metadata.namespace,
		name: metadata.name,
		strategy: 'rolling',
		phase,
		...(isObserved(set) ? {} : {isAnswerAwaited: true}),
		revisions,
		stable,
		canary,
		split: splitOf(situation),
		steps: [],
		stepIndex: 0,
		services: {apex: [], stable: [], canary: [], host: null},
		containers: set.template.containers.map(({name, image}) => ({name, image})),
		podLabels: set.template.labels,
		next: nextOf(situation, phase, revisions),
		back: backOf(situation, revisions),
		why: whyOf(situation, phase, revisions),
		analyses: [],
		pods: pods.map(podOnly),
		timeline: timelineOf(set, snapshot, () => null),
		changed: changedOf(situation),
		contradictions: [],
		facts: factsOf(set),
		detail: set,
	};
}

function whyOf({pods, stable, canary}: Situation, phase: Phase, revisions: readonly Revision[]): Told<WhyCode> | null {
	switch (phase.kind) {
		case 'silent':
			return {code: 'controller-silent', text: phase.because};
		case 'degraded':
			return {code: 'pod-failing', text: phase.because};
		case 'progressing':
			return podTrouble(pods) ?? {code: 'on-its-way', text: phase.because};
		case 'paused':
			return {
				code: 'waits-for-deletion',
				text: safe`OnDelete: a pod takes ${revisionName(canary ?? stable, revisions)} only once somebody deletes it`,
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

/** The facts that the operator decides on, from the DaemonSet alone. */
function factsOf(set: DaemonSetObject): readonly Fact[] {
	const tag = templateTag(set.template, null) ?? safe`no image`;
	return [
		{label: safe`spec`, value: safe`${tag}, ${isObserved(set) ? safe`seen` : safe`not seen`}`},
		{label: safe`strategy`, value: set.isOnDelete ? safe`OnDelete` : safe`RollingUpdate`},
		{label: safe`template`, value: ident(digest(set.template))},
		imagesFact(set.template),
	];
}
