import type {ReplicaSet} from '../kube-types.ts';
import {available, hashOf, isAborted, isFullyPromoted, type Pass, wakeAt, wantedReplicas} from './pass.ts';
import {deadlineMs, removeDeadline, retire, scale, setDeadline} from './scale.ts';
import {maxSurge, maxUnavailable, scaleAt, stepsOf, weightAt} from './steps.ts';

const defaultDelaySeconds = 30;

interface Counts {
	readonly canary: number;
	readonly stable: number;
}

/** Scales stable, canary and older ReplicaSets, one of them per pass; true when one was scaled. */
export function reconcileCanaryReplicaSets(pass: Pass): boolean {
	if (!delaysScaleDown(pass)) removeDeadline(pass, pass.newRS);
	removeDeadline(pass, pass.stableRS);
	const {stableRS, newRS} = pass;
	const counts = nextCounts(pass);
	const stableDiffers = stableRS !== undefined && stableRS.metadata.name !== newRS?.metadata.name;
	if (stableDiffers && scale(pass, stableRS, counts.stable)) return true;
	if (newRS !== undefined && scaleNew(pass, newRS, counts.canary)) return true;
	return pass.otherRSs.map(replicaSet => scaleOther(pass, replicaSet)).includes(true);
}

/** Whether stable and canary have the pods that the current step asks for, all available. */
export function isAtDesiredCounts(pass: Pass): boolean {
	const {canary, stable} = desiredCounts(pass);
	const has = (replicaSet: ReplicaSet | undefined, count: number) =>
		replicaSet !== undefined && replicaSet.spec.replicas === count && available(replicaSet) === count;
	if (!has(pass.newRS, canary) || !has(pass.stableRS, stable)) return false;
	return isRouted(pass) || pass.otherRSs.every(replicaSet => available(replicaSet) === 0);
}

function isRouted({rollout}: Pass): boolean {
	return rollout.spec.strategy.canary?.trafficRouting !== undefined;
}

function desiredCounts(pass: Pass): Counts {
	const total = wantedReplicas(pass.rollout);
	if (pass.newRS?.metadata.name === pass.stableRS?.metadata.name) return {canary: total, stable: total};
	const percent = wantedPercent(pass);
	if (isRouted(pass)) return {canary: askedReplicas(pass) ?? Math.ceil((total * percent) / 100), stable: total};
	if (percent <= 0 || percent >= 100) {
		return percent <= 0 ? {canary: 0, stable: total} : {canary: total, stable: 0};
	}
	// Without a router the number of pods sets the weight: take the nearest share, and keep at least one on both
	// sides.
	const canary = Math.min(Math.max(1, Math.round((total * percent) / 100)), Math.max(1, total - 1));
	return {canary, stable: Math.max(1, total - canary)};
}

/** The replicas that a `setCanaryScale` step asks for; an abort and a full promotion overrule it. */
function askedReplicas(pass: Pass): number | undefined {
	const {status} = pass.rollout;
	const steps = stepsOf(pass.rollout);
	const index = status?.currentStepIndex ?? 0;
	if (isAborted(pass) || status?.promoteFull === true || index >= steps.length) return undefined;
	const {replicas, weight} = scaleAt(steps, index) ?? {};
	if (replicas !== undefined) return replicas;
	return weight === undefined ? undefined : Math.ceil((wantedReplicas(pass.rollout) * weight) / 100);
}

function wantedPercent(pass: Pass): number {
	const {status} = pass.rollout;
	const steps = stepsOf(pass.rollout);
	if (pass.stableRS === undefined || status?.promoteFull === true) return 100;
	if (isAborted(pass)) return 0;
	const index = status?.currentStepIndex ?? 0;
	return index >= steps.length ? 100 : weightAt(steps, index);
}

/** The counts that are allowed now. With a router these are the desired counts; without one, surge and
 * unavailability limit them. */
function nextCounts(pass: Pass): Counts {
	const desired = desiredCounts(pass);
	const {newRS, stableRS} = pass;
	if (isRouted(pass) || newRS === undefined || stableRS === undefined || newRS === stableRS) return desired;
	const total = wantedReplicas(pass.rollout);
	const now = {canary: newRS.spec.replicas, stable: stableRS.spec.replicas};
	const others = pass.otherRSs.reduce((sum, {spec}) => sum + spec.replicas, 0);
	let room = Math.max(0, total + maxSurge(pass) - now.canary - now.stable - others);
	let spare = Math.max(0, available(newRS) + available(stableRS) - (total - maxUnavailable(pass)));
	const step = (from: number, to: number) => {
		const moved = to > from ? Math.min(to - from, room) : -Math.min(from - to, spare);
		if (moved > 0) room -= moved;
		else spare += moved;
		return from + moved;
	};
	return {canary: step(now.canary, desired.canary), stable: step(now.stable, desired.stable)};
}

function scaleNew(pass: Pass, newRS: ReplicaSet, replicas: number): boolean {
	if (!delaysScaleDown(pass)) return scale(pass, newRS, replicas);
	const delaySeconds = pass.rollout.spec.strategy.canary?.abortScaleDownDelaySeconds ?? defaultDelaySeconds;
	const goesAtMs = deadlineMs(newRS);
	// An explicit delay of 0 keeps the canary's pods.
	if (delaySeconds === 0) return false;
	if (goesAtMs === undefined) {
		if (available(pass.stableRS) === wantedReplicas(pass.rollout)) setDeadline(pass, newRS, delaySeconds);
		return false;
	}
	if (goesAtMs > pass.nowMs) {
		wakeAt(pass, goesAtMs);
		return false;
	}
	return scale(pass, newRS, 0);
}

/** After an abort keep the canary's pods for a while, so that requests that still reach them get an answer. */
function delaysScaleDown(pass: Pass): boolean {
	return isAborted(pass) && isRouted(pass) && pass.stableRS !== undefined && pass.newRS !== pass.stableRS;
}

function scaleOther(pass: Pass, replicaSet: ReplicaSet): boolean {
	if (replicaSet.spec.replicas === 0) return false;
	if (!isRouted(pass)) return scale(pass, replicaSet, 0);
	if (isFullyPromoted(pass) || deadlineMs(replicaSet) !== undefined) {
		return retire(pass, replicaSet, pass.rollout.spec.strategy.canary?.scaleDownDelaySeconds ?? defaultDelaySeconds);
	}
	// Remove the pods of a superseded revision once it gets no traffic any more.
	const weights = pass.rollout.status?.canary.weights;
	return weights?.canary.podTemplateHash === hashOf(replicaSet) ? false : scale(pass, replicaSet, 0);
}
