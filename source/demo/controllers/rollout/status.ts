import {
	allReplicaSets,
	available,
	hashOf,
	isFullyPromoted,
	type Pass,
	revisionOf,
	stepsHash,
	tell,
	wantedHash,
} from './pass.ts';
import {pauseStatus} from './pause.ts';
import {phaseOf} from './phase.ts';
import {statusConditions} from './rollout-conditions.ts';
import type {RolloutStatus} from './rollout-types.ts';

/** The status fields that are the same for both strategies. */
export function baseStatus(pass: Pass): RolloutStatus {
	const {status} = pass.rollout;
	const replicaSets = allReplicaSets(pass);
	const sum = (field: 'replicas' | 'readyReplicas') =>
		replicaSets.reduce((total, replicaSet) => total + (replicaSet.status?.[field] ?? 0), 0);
	const currentPodHash = wantedHash(pass);
	return {
		...given('stableRS', status?.stableRS),
		...given('restartedAt', pass.restartedAt),
		...given('currentStepHash', stepsHash(pass.rollout)),
		...given('currentStepIndex', status?.currentStepIndex),
		...(status?.promoteFull === true && !isFullyPromoted(pass) ? {promoteFull: true} : {}),
		currentPodHash,
		replicas: sum('replicas'),
		readyReplicas: sum('readyReplicas'),
		availableReplicas: replicaSets.reduce((total, replicaSet) => total + available(replicaSet), 0),
		updatedReplicas: pass.newRS?.status?.replicas ?? 0,
		HPAReplicas: sum('replicas'),
		selector: selectorText(pass.rollout.spec.selector.matchLabels),
		blueGreen: {},
		canary: {},
	};
}

/** Makes the wanted revision the stable one. */
export function promoteStable(pass: Pass, next: RolloutStatus, reason: string): RolloutStatus {
	if (next.stableRS === next.currentPodHash) return next;
	const revision = `revision ${revisionOf(pass.newRS)} (${next.currentPodHash})`;
	tell(pass, 'RolloutCompleted', `Rollout completed update to ${revision}: ${reason}`);
	const {promoteFull: _, ...rest} = next;
	return {...rest, stableRS: next.currentPodHash ?? ''};
}

/** Adds pauses, conditions and phase, and writes the status. Leaves zero and false out, as the API server shows
 * them. */
export function persistStatus(pass: Pass, next: RolloutStatus): void {
	const paused = {...next, ...pauseStatus(pass)};
	const known = {...paused, conditions: statusConditions(pass, paused)};
	const generation = String(pass.rollout.metadata.generation ?? 0);
	writeStatus(pass, {...known, ...phaseOf(pass.rollout, known), observedGeneration: generation});
}

export function writeStatus(pass: Pass, status: RolloutStatus): void {
	const kept = Object.entries(status).filter(
		([field, value]) => value !== undefined && value !== false && (value !== 0 || field === 'currentStepIndex'),
	);
	const object = {...pass.rollout, status: Object.fromEntries(kept)};
	pass.writes.push({kind: 'replace', resource: 'rollouts.argoproj.io', object, isStatus: true});
}

/** `a=1,b=2`, sorted by key. */
export function selectorText(labels: Readonly<Record<string, string>>): string {
	return Object.keys(labels)
		.toSorted()
		.map(key => `${key}=${labels[key]}`)
		.join(',');
}

/** A ReplicaSet by its pod-template hash. */
export function replicaSetByHash(pass: Pass, hash: string | undefined) {
	return allReplicaSets(pass).find(replicaSet => hashOf(replicaSet) === hash);
}

function given<K extends string, V>(field: K, value: V | undefined): {readonly [_ in K]?: V} {
	return value === undefined ? {} : ({[field]: value} as {[_ in K]: V});
}
