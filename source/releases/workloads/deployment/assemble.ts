import {releaseKey} from '../../../domain/cluster/keys.ts';
import {refOf, type Snapshot} from '../../../domain/cluster/kube-object.ts';
import {digest} from '../../../domain/digest.ts';
import type {Fact, Phase, Release, Split} from '../../../domain/release/release.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import type {Told, WhyCode} from '../../../domain/release/told.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {DEPLOYMENTS, type DeploymentObject} from '../../../kinds/deployment.ts';
import {changedFields} from '../../common/changed-fields.ts';
import {podOnly, podTrouble, type ReleasePod, releasePods} from '../../common/release-pods.ts';
import {templateTag} from '../../common/revision-of.ts';
import {timelineOf} from '../../common/timeline.ts';
import {imagesFact} from '../shared/images-fact.ts';
import {backOf} from './back.ts';
import {nextOf} from './next.ts';
import {phaseOf} from './phase.ts';
import {type Roles, revisionsOf, rolesOf} from './revisions.ts';
import {isObserved, isPastDeadline, isUnread, keyOf, REVISION_ANNOTATION, type Rolling, rollingOf} from './rolling.ts';

/**
 * Builds the release of one Deployment from the snapshot. Never fails: where an object is missing, the value is
 * unknown.
 */
export function assembleDeployment(
	deployment: DeploymentObject,
	snapshot: Snapshot,
	nowMs: number,
): Release<DeploymentObject> {
	const {metadata} = deployment;
	const rolling = rollingOf(deployment, snapshot);
	const pods = releasePods(rolling.all, snapshot, replicaSet => keyOf(deployment, replicaSet));
	const revisions = revisionsOf(deployment, rolling, pods);
	const roles = rolesOf(deployment, rolling);
	const phase = phaseOf(deployment, roles, pods, nowMs);
	return {
		key: releaseKey(snapshot.cluster, DEPLOYMENTS.id, metadata.namespace, metadata.name),
		ref: refOf(DEPLOYMENTS, deployment),
		uid: metadata.uid,
		backend: 'deployment',
		controller: safe`deployment`,
		namespace: metadata.namespace,
		name: metadata.name,
		strategy: 'rolling',
		phase,
		...(isObserved(deployment) ? {} : {isAnswerAwaited: true}),
		revisions,
		...roles,
		split: splitOf(roles, revisions, isUnread(deployment, rolling)),
		steps: [],
		stepIndex: 0,
		services: {apex: [], stable: [], canary: [], host: null},
		containers: deployment.template.containers.map(({name, image}) => ({name, image})),
		podLabels: deployment.template.labels,
		next: nextOf(deployment, phase, revisions, roles, nowMs),
		back: backOf(deployment, rolling, revisions, snapshot),
		why: whyOf(deployment, phase, pods, roles),
		analyses: [],
		pods: pods.map(podOnly),
		timeline: timelineOf(deployment, snapshot, () => null),
		changed: changedOf(rolling),
		contradictions: [],
		facts: factsOf(deployment),
		detail: deployment,
	};
}

/** The configured share is that of the ready pods. The desired share is unknown: a rolling update names none. */
function splitOf({canary, stable}: Roles, revisions: readonly Revision[], isUnread: boolean): Split {
	if (isUnread)
		return {desiredPercent: 'unknown', configuredPercent: 'unknown', configuredBy: 'none', changedAtMs: null};
	if (canary === null) return {desiredPercent: 0, configuredPercent: 0, configuredBy: 'none', changedAtMs: null};
	const readyOf = (key: Revision['key'] | null) =>
		revisions.find(revision => revision.key === key)?.pods.ready ?? 'unknown';
	const [old, young] = [readyOf(stable), readyOf(canary)];
	if (old === 'unknown' || young === 'unknown') {
		return {desiredPercent: 'unknown', configuredPercent: 'unknown', configuredBy: 'none', changedAtMs: null};
	}
	const percent = old + young === 0 ? 0 : Math.round((young * 1000) / (old + young)) / 10;
	return {desiredPercent: 'unknown', configuredPercent: percent, configuredBy: 'pods', changedAtMs: null};
}

function whyOf(
	deployment: DeploymentObject,
	phase: Phase,
	pods: readonly ReleasePod[],
	{canary, stable}: Roles,
): Told<WhyCode> | null {
	if (phase.kind === 'silent') return {code: 'controller-silent', text: phase.because};
	const newest = canary ?? stable;
	const trouble = podTrouble(pods.filter(({revision}) => revision === newest));
	switch (phase.kind) {
		case 'degraded':
			if (trouble === null) return {code: 'controller-says', text: phase.because};
			return {
				code: 'pod-failing',
				text: isPastDeadline(deployment) ? safe`ProgressDeadlineExceeded: ${trouble.text}` : trouble.text,
			};
		case 'paused':
			return trouble ?? {code: 'held-by-hand', text: safe`held by hand: spec.paused`};
		case 'progressing':
			return trouble ?? {code: 'on-its-way', text: phase.because};
		default:
			return null;
	}
}

function changedOf({current, replaced}: Rolling): readonly SafeText[] {
	return current && replaced ? changedFields(replaced.template, current.template) : [];
}

/** The facts that the operator decides on, from the Deployment alone. */
function factsOf(deployment: DeploymentObject): readonly Fact[] {
	const tag = templateTag(deployment.template, null) ?? safe`no image`;
	return [
		{label: safe`spec`, value: safe`${tag}, ${isObserved(deployment) ? safe`seen` : safe`not seen`}`},
		{label: safe`revision`, value: deployment.metadata.annotations[REVISION_ANNOTATION] ?? safe`none`},
		{label: safe`template`, value: ident(digest(deployment.template))},
		imagesFact(deployment.template),
		{label: safe`held by hand`, value: deployment.isPaused ? safe`yes` : safe`no`},
	];
}
