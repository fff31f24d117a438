import type {RawObject} from '../../../../domain/cluster/kube-object.ts';
import type {Direction, Effect, JsonPatchOperation, PatchStep, Plan} from '../../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../../domain/release/refusal.ts';
import type {Release} from '../../../../domain/release/release.ts';
import {type Verb, verb} from '../../../../domain/release/verb.ts';
import {ok, type Result} from '../../../../domain/result.ts';
import {type SafeText, safe} from '../../../../domain/text/safe-text.ts';
import type {StatefulSetObject} from '../../../../kinds/stateful-set.ts';
import {rawAt, restoreOf, testOf} from '../../../common/raw.ts';
import {nameOf} from '../../../common/release-text.ts';
import {silentRefusal} from '../../../common/silence.ts';
import type {Operation, PlanRequest} from '../../../contract.ts';
import {liveWorkload} from '../../shared/workload.ts';
import {podName} from '../facts.ts';
import {percent} from '../steps.ts';
import {sameRevisions, workload} from '../workload.ts';

/** The plan that sets the partition: pods at or above it may have the new version. */
export function planPartition(
	request: PlanRequest<StatefulSetObject>,
	move: {readonly verb: Verb; readonly to: number; readonly headline: SafeText; readonly caveats: readonly SafeText[]},
): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveWorkload(workload, request);
	if (!live.ok) return live;
	const {raw, object} = live.value;
	if (move.to === object.partition) return refuse('already-so', safe`the partition is ${move.to} already`);
	const isRaised = move.to > object.partition;
	const direction: Direction = isRaised ? 'towardStable' : 'towardCanary';
	return ok({
		verb: move.verb,
		direction,
		release: release.key,
		to: isRaised ? null : release.canary,
		headline: move.headline,
		means: safe`partition ${object.partition} → ${move.to}`,
		effects: effectsOf(release, move.to),
		caveats: move.caveats,
		steps: [partitionStep(release.ref, raw, move.to)],
		undoDirection: isRaised ? 'towardCanary' : 'towardStable',
		facts: release.facts,
	});
}

/** Refuses if the set has no partition (OnDelete), the controller does not answer, or no update is under way. */
export function partitionRefusal(release: Release<StatefulSetObject>): Result<never, Refusal> | null {
	if (release.detail.isOnDelete)
		return refuse('no-partition', safe`OnDelete: the set has no partition; its pods change when they are deleted`);
	const silent = silentRefusal(release);
	if (silent) return silent;
	return release.canary === null ? refuse('nothing-under-way', safe`no update is under way`) : null;
}

export function brokenRefusal({phase}: Release<StatefulSetObject>): Result<never, Refusal> | null {
	return phase.kind === 'degraded' ? refuse('broken', safe`${phase.because}; ${verb('back')} goes back`) : null;
}

/** The new version's share at this partition, in percent, by pods: each pod has the same share. */
export function shareAt(release: Release<StatefulSetObject>, partition: number): number {
	const replicas = release.detail.desired;
	return percent(Math.max(0, replicas - partition), replicas);
}

/** `ledger-1`, `ledger-0 to ledger-1`: the pods at the places from `first` to `end`, without `end`. */
export function podNames(release: Release<StatefulSetObject>, first: number, end: number): SafeText {
	const last = podName(release, end - 1);
	return end - first <= 1 ? last : safe`${podName(release, first)} to ${last}`;
}

/** How far the pods have followed the partition that the plan set. */
export function partitionEffect(
	plan: Plan,
	before: Release<StatefulSetObject>,
	now: Release<StatefulSetObject>,
): Effect {
	const to = wantedBy(plan);
	const partition = now.detail.partition;
	if (partition !== to) {
		return partition === before.detail.partition
			? {kind: 'pending', evidence: safe`the partition is still ${partition}`}
			: {kind: 'undone', evidence: safe`the partition is ${partition}: somebody moved it`};
	}
	if (plan.to === null) return {kind: 'effective', evidence: safe`the partition is ${to}`};
	// The controller calls the new version current once its pods are ready, which is before they are available.
	if (now.canary === null && now.stable === plan.to) return arrived(plan, now);
	if (now.canary !== plan.to) return {kind: 'undone', evidence: safe`another update is under way`};
	const wanted = Math.max(0, now.detail.desired - to);
	if (now.stepIndex >= wanted && now.phase.kind !== 'progressing') {
		return {
			kind: 'effective',
			evidence: safe`${now.stepIndex} of ${now.detail.desired} pods have it: partition ${to}`,
		};
	}
	return {kind: 'pending', evidence: waitsFor(now)};
}

function arrived(plan: Plan, now: Release<StatefulSetObject>): Effect {
	return now.phase.kind === 'stable'
		? {kind: 'effective', evidence: safe`every pod is ${nameOf(now, plan.to)}`}
		: {kind: 'pending', evidence: waitsFor(now)};
}

function waitsFor({phase, next}: Release<StatefulSetObject>): SafeText {
	return phase.kind === 'progressing' || phase.kind === 'degraded' ? phase.because : next.text;
}

function wantedBy({steps: [step]}: Plan): number {
	const change = step.kind === 'patch' ? step.patch.at(-1) : undefined;
	const value = change !== undefined && change.op !== 'remove' ? change.value : null;
	const partition = rawAt(value, 'partition') ?? value;
	return typeof partition === 'number' ? partition : 0;
}

function effectsOf(release: Release<StatefulSetObject>, to: number): readonly SafeText[] {
	const [from, replicas] = [release.detail.partition, release.detail.desired];
	const {canary} = release;
	if (canary === null) {
		return to >= replicas
			? [safe`the next version gets no pod`]
			: [safe`the next version comes to ${podNames(release, to, replicas)}`];
	}
	if (to > from) {
		const kept = to >= replicas ? safe`no further pod` : safe`no pod below ${podName(release, to)}`;
		return [safe`${kept} is replaced; those with ${nameOf(release, canary)} keep it`];
	}
	const {configuredPercent} = release.split;
	const share = configuredPercent === 'unknown' ? safe`unknown` : safe`${configuredPercent}%`;
	const replaced = Math.min(from, replicas);
	return [
		safe`${share} → ${shareAt(release, to)}% of the pods on ${nameOf(release, canary)}`,
		...(to < replaced
			? [safe`${podNames(release, to, replaced)}: ${nameOf(release, release.stable)} → ${nameOf(release, canary)}`]
			: []),
	];
}

function partitionStep(ref: PatchStep['ref'], raw: RawObject, to: number): PatchStep {
	const path = ['spec', 'updateStrategy', 'rollingUpdate', 'partition'] as const;
	const hasParent = rawAt(raw, ...path.slice(0, 3)) !== undefined;
	const change: JsonPatchOperation = hasParent
		? {op: 'add', path: '/spec/updateStrategy/rollingUpdate/partition', value: to}
		: {op: 'add', path: '/spec/updateStrategy/rollingUpdate', value: {partition: to}};
	return {
		kind: 'patch',
		ref,
		subresource: null,
		patch: [...sameRevisions(raw), ...testOf(raw, 'spec', 'replicas'), ...testOf(raw, ...path), change],
		after: [{pointer: '/spec/updateStrategy/rollingUpdate/partition', op: 'equals', value: to}],
		inverse: [
			...testOf(raw, 'metadata', 'uid'),
			{op: 'test', path: '/spec/updateStrategy/rollingUpdate/partition', value: to},
			restoreOf(raw, ...(hasParent ? path : path.slice(0, 3))),
		],
	};
}
