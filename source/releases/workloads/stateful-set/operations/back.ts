import type {ObjectRef, RawObject} from '../../../../domain/cluster/kube-object.ts';
import type {AwaitStep, DeleteStep, PatchStep, Plan, PlanStep} from '../../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../../domain/release/refusal.ts';
import type {Release} from '../../../../domain/release/release.ts';
import {verb} from '../../../../domain/release/verb.ts';
import {ok, type Result} from '../../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../../domain/text/safe-text.ts';
import {PODS} from '../../../../kinds/pod.ts';
import type {StatefulSetObject} from '../../../../kinds/stateful-set.ts';
import {checked} from '../../../common/checked.ts';
import {historyCaveats} from '../../../common/history-caveats.ts';
import {holderRef} from '../../../common/holder-ref.ts';
import {deletesPods, patches} from '../../../common/permissions.ts';
import {rawAt, testOf} from '../../../common/raw.ts';
import {nameOf, shareText} from '../../../common/release-text.ts';
import {backAllowed} from '../../../common/way-back.ts';
import type {Operation, PlanRequest} from '../../../contract.ts';
import {rollEffect} from '../../shared/roll-effect.ts';
import {liveWorkload, newestOf, restoreTemplate} from '../../shared/workload.ts';
import {isTemplateBack, lowerPartition, stuckPods} from '../back.ts';
import {HASH_LABEL} from '../situation.ts';
import {workload} from '../workload.ts';

/** How long the controller may take to read the template that was put back. */
const takenUpWithinSeconds = 30;

/** Writes stable's template back, then deletes the pods that the controller would wait for in vain. */
export const back: Operation<StatefulSetObject> = checked<StatefulSetObject>({
	direction: 'towardStable',
	can: backAllowed,
	permissions: release => [
		...(isTemplateBack(release) ? [] : [patches(workload.kind)]),
		...(stuckRefs(release).length === 0 ? [] : [deletesPods]),
	],
	needs: release => [release.ref, ...templateRefs(release), ...stuckRefs(release)],
	plan: planBack,
	effect: rollEffect,
});

function planBack(request: PlanRequest<StatefulSetObject>): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveWorkload(workload, request);
	if (!live.ok) return live;
	const {raw} = live.value;
	const template = isTemplateBack(release) ? null : templateStep(request, raw);
	if (template && !template.ok) return template;
	const deletions = deleteSteps(request);
	const steps: readonly PlanStep[] = [
		...(template ? [template.value] : []),
		...(template && deletions.length > 0 ? [takenUp(release)] : []),
		...deletions,
	];
	const [first, ...others] = steps;
	if (!first) return refuse('object-changed', safe`the pods that stood in the way are gone: look again`);
	const {to} = release.back;
	const plan: Plan = {
		verb: 'back',
		// Without an update under way it is not known whether the version before was any better.
		direction: isKnown(release) ? 'towardStable' : 'towardCanary',
		release: release.key,
		to,
		headline: safe`BACK TO ${nameOf(release, to)}`,
		means: release.back.means ?? safe`undo`,
		effects: effectsOf(release, template !== null, deletions),
		caveats: [
			...(release.phase.kind === 'silent' ? [safe`the controller does not answer: nothing moves until it does`] : []),
			...(!isKnown(release) && to !== null ? historyCaveats(release, to) : []),
			...partitionCaveats(release),
		],
		steps: [first, ...others],
		facts: release.facts,
	};
	return ok(plan);
}

/** Whether the way back leads to the version that the pods had until this update began. */
function isKnown({canary, stable, back: {to}}: Release<StatefulSetObject>): boolean {
	return canary !== null || to === stable;
}

function templateRefs(release: Release<StatefulSetObject>): readonly ObjectRef[] {
	const holder = isTemplateBack(release) ? null : holderRef(workload.holderKind, release, release.back.to);
	return holder === null ? [] : [holder];
}

function stuckRefs(release: Release<StatefulSetObject>): readonly ObjectRef[] {
	return stuckPods(release, release.back.to).map(({name}) => ({kindId: PODS.id, namespace: release.namespace, name}));
}

/**
 * The step that writes the template, and a lower partition as well if the present one would keep a pod of the
 * new version.
 */
function templateStep(request: PlanRequest<StatefulSetObject>, raw: RawObject): Result<PatchStep, Refusal> {
	const {release} = request;
	const step = restoreTemplate(workload, request, raw, release.back.to);
	const partition = lowerPartition(release, release.back.to);
	if (!step.ok || partition === null || step.value.inverse === null) return step;
	const path = ['spec', 'updateStrategy', 'rollingUpdate', 'partition'] as const;
	const before = testOf(raw, ...path);
	const pointer = '/spec/updateStrategy/rollingUpdate/partition';
	const {patch, inverse} = step.value;
	return ok({
		...step.value,
		patch: [...patch.slice(0, -1), ...before, ...patch.slice(-1), {op: 'replace', path: pointer, value: partition}],
		inverse: [
			...inverse.slice(0, -1),
			{op: 'test', path: pointer, value: partition},
			...inverse.slice(-1),
			{op: 'replace', path: pointer, value: rawAt(raw, ...path) ?? 0},
		],
	});
}

/** Waits for the template first: a pod that is deleted before comes back with the template that is being left. */
function takenUp(release: Release<StatefulSetObject>): AwaitStep {
	const holder = holderRef(workload.holderKind, release, release.back.to)?.name ?? '';
	return {
		kind: 'await',
		ref: release.ref,
		until: [{pointer: '/status/updateRevision', op: 'equals', value: holder}],
		deadlineSeconds: takenUpWithinSeconds,
		label: safe`the controller takes ${nameOf(release, release.back.to)} up`,
	};
}

/** Deletes by uid: a pod that was replaced meanwhile under the same name stays. */
function deleteSteps({release, live}: PlanRequest<StatefulSetObject>): readonly DeleteStep[] {
	const pods = live.slice(1 + templateRefs(release).length);
	return stuckRefs(release).flatMap((ref, at): readonly DeleteStep[] => {
		const pod = pods[at];
		const uid = rawAt(pod ?? null, 'metadata', 'uid');
		const hash = rawAt(pod ?? null, 'metadata', 'labels', HASH_LABEL);
		const isThatPod = typeof hash === 'string' && release.back.to?.endsWith(`@${hash}`) === false;
		return isThatPod && typeof uid === 'string' ? [{kind: 'delete', ref, uid}] : [];
	});
}

function effectsOf(
	release: Release<StatefulSetObject>,
	isUndone: boolean,
	deletions: readonly DeleteStep[],
): readonly SafeText[] {
	const {
		back: {to},
		canary,
	} = release;
	const newest = nameOf(release, newestOf(release));
	const {configuredPercent} = release.split;
	const share =
		configuredPercent === 0
			? safe`${newest} has no ready pod: those that start are taken away`
			: safe`${shareText(release)} of the pods on ${newest} → 0%, the highest first`;
	const deleted = deletions.map(
		({ref}) => safe`${ident(ref.name)} is deleted, as it never becomes ready: it comes back as ${nameOf(release, to)}`,
	);
	if (!isUndone) return deleted;
	const pods = canary === null ? workload.rolls(release) : share;
	const waits = release.detail.isOnDelete ? [workload.rolls(release)] : [pods];
	return [safe`spec: ${newest} → ${nameOf(release, to)}`, ...waits, ...deleted];
}

function partitionCaveats(release: Release<StatefulSetObject>): readonly SafeText[] {
	const lowered = lowerPartition(release, release.back.to);
	if (lowered !== null) {
		return [
			safe`the partition is ${lowered} afterwards, so that no pod is left behind; it was ${release.detail.partition}`,
		];
	}
	const isUnready = release.pods.some(({isReady, revision}) => !isReady && revision === release.canary);
	const isSure = release.canary === null || release.detail.isOnDelete || stuckPods(release, release.back.to).length > 0;
	return isUnready && !isSure
		? [safe`a pod that starts is waited for first; if it never becomes ready, ${verb('back')} once more deletes it`]
		: [];
}
