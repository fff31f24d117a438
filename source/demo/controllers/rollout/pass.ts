import {rfc3339} from '../../api/rfc3339.ts';
import {earlier} from '../control-loop.ts';
import type {Pod, ReplicaSet, Service, VirtualService} from '../kube-types.ts';
import {sameTemplate, templateHash, withDefaults} from '../pod-template.ts';
import type {Write} from '../writes.ts';
import {type AnalysisRun, hashLabel, type Metric, type PauseReason, type Rollout} from './rollout-types.ts';

/** All inputs of one pass over a Rollout. */
export interface RolloutInput {
	readonly rollout: Rollout;
	/** The ReplicaSets, analysis runs and pods that the Rollout owns. */
	readonly replicaSets: readonly ReplicaSet[];
	readonly analysisRuns: readonly AnalysisRun[];
	readonly pods: readonly Pod[];
	/** The Services in the Rollout's namespace, by name. */
	readonly services: ReadonlyMap<string, Service>;
	readonly virtualService: VirtualService | undefined;
	readonly analysisMetrics: ReadonlyMap<string, readonly Metric[]>;
}

/** The state of one pass: the working copies, and the decisions so far. Only the pass itself sees it change. */
export interface Pass {
	readonly input: RolloutInput;
	readonly rollout: Rollout;
	readonly nowMs: number;
	newRS: ReplicaSet | undefined;
	stableRS: ReplicaSet | undefined;
	/** The ReplicaSets that are neither new nor stable, newest revision first. */
	otherRSs: readonly ReplicaSet[];
	readonly writes: Write[];
	wakeAtMs: number | undefined;
	pause: PauseChange;
	/** The value for the status. */
	restartedAt: string | undefined;
}

export interface PauseChange {
	readonly add?: PauseReason;
	readonly remove?: PauseReason;
	readonly isCleared?: boolean;
	/** Set when the controller itself aborts, with the reason. */
	readonly abortMessage?: string;
	readonly isAbortRemoved?: boolean;
}

export function beginPass(input: RolloutInput, nowMs: number): Pass {
	const {rollout, replicaSets} = input;
	const restartedAt = rollout.status?.restartedAt;
	const newRS = replicaSets.find(({spec}) => sameTemplate(spec.template, rollout.spec.template, hashLabel));
	const stableRS = replicaSets.find(replicaSet => hashOf(replicaSet) === rollout.status?.stableRS);
	const otherRSs = replicaSets
		.filter(replicaSet => replicaSet !== newRS && replicaSet !== stableRS)
		.toSorted((left, right) => revisionOf(right) - revisionOf(left));
	return {input, rollout, nowMs, newRS, stableRS, otherRSs, writes: [], wakeAtMs: undefined, pause: {}, restartedAt};
}

export function allReplicaSets({newRS, stableRS, otherRSs}: Pass): readonly ReplicaSet[] {
	const current = newRS?.metadata.name === stableRS?.metadata.name ? [newRS] : [newRS, stableRS];
	return [...current.filter(replicaSet => replicaSet !== undefined), ...otherRSs];
}

/** Writes a changed ReplicaSet, and uses it for the rest of the pass. */
export function putReplicaSet(pass: Pass, changed: ReplicaSet): void {
	pass.writes.push({kind: 'replace', resource: 'replicasets.apps', object: changed});
	const isSame = (replicaSet: ReplicaSet | undefined) => replicaSet?.metadata.name === changed.metadata.name;
	if (isSame(pass.newRS)) pass.newRS = changed;
	if (isSame(pass.stableRS)) pass.stableRS = changed;
	pass.otherRSs = pass.otherRSs.map(replicaSet => (isSame(replicaSet) ? changed : replicaSet));
}

export function tell(pass: Pass, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
	pass.writes.push({kind: 'event', about: pass.rollout, type, reason, message});
}

export function wakeAt(pass: Pass, atMs: number): void {
	if (atMs > pass.nowMs) pass.wakeAtMs = earlier(pass.wakeAtMs, atMs);
}

export function isAborted({pause, rollout}: Pass): boolean {
	if (pause.isAbortRemoved === true) return false;
	return pause.abortMessage !== undefined || rollout.status?.abort === true;
}

/** Whether the wanted revision is the stable one. */
export function isFullyPromoted({rollout}: Pass): boolean {
	return rollout.status?.stableRS !== undefined && rollout.status.stableRS === rollout.status.currentPodHash;
}

export function hashOf(replicaSet: ReplicaSet | undefined): string | undefined {
	return replicaSet?.metadata.labels?.[hashLabel];
}

export function revisionOf(replicaSet: ReplicaSet | undefined): number {
	return Number(replicaSet?.metadata.annotations?.['rollout.argoproj.io/revision'] ?? 0);
}

export function available(replicaSet: ReplicaSet | undefined): number {
	return replicaSet?.status?.availableReplicas ?? 0;
}

export function wantedReplicas(rollout: Rollout): number {
	return rollout.spec.replicas ?? 1;
}

/** The hash of the wanted template, even before it has a ReplicaSet. */
export function wantedHash({newRS, rollout}: Pass): string {
	return hashOf(newRS) ?? templateHash(withDefaults(rollout.spec.template));
}

/** A hash that changes when the canary's steps are edited. */
export function stepsHash(rollout: Rollout): string | undefined {
	const canary = rollout.spec.strategy.canary;
	return canary === undefined ? undefined : templateHash(canary.steps ?? []);
}

export const timestamp = (pass: Pass, laterSeconds = 0): string => rfc3339(pass.nowMs + laterSeconds * 1000);
