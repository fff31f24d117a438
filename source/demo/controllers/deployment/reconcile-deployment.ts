import {touched} from '../conditions.ts';
import {resolvePercent} from '../duration.ts';
import type {Deployment, ReplicaSet} from '../kube-types.ts';
import type {Write} from '../writes.ts';
import {
	byRevision,
	currentReplicaSet,
	newReplicaSet,
	renumbered,
	revisionAnnotation,
	revisionOf,
	scaledTo,
	trimmedHistory,
} from './deployment-revisions.ts';
import {deploymentStatus, progressDeadlineMs} from './deployment-status.ts';

interface Bounds {
	readonly maxSurge: number;
	readonly maxUnavailable: number;
}

/** One pass over a Deployment with the RollingUpdate strategy: what the Deployment controller would write now. */
export function reconcileDeployment(
	deployment: Deployment,
	replicaSets: readonly ReplicaSet[],
	nowMs: number,
): {readonly writes: readonly Write[]; readonly wakeAtMs: number | undefined} {
	const bounds = boundsOf(deployment);
	const newRS = currentReplicaSet(deployment, replicaSets);
	const isPaused = deployment.spec.paused === true;
	const newest = Math.max(0, ...replicaSets.map(revisionOf));
	if (!isPaused && (newRS === undefined || revisionOf(newRS) < newest)) {
		return {writes: started(deployment, newRS, newest + 1, replicaSets, bounds, nowMs), wakeAtMs: undefined};
	}
	const old = replicaSets.filter(replicaSet => replicaSet !== newRS);
	const rolling = isPaused || newRS === undefined ? [] : rolled(deployment, newRS, old, bounds);
	const status = deploymentStatus({
		deployment,
		newRS,
		replicaSets,
		maxUnavailable: bounds.maxUnavailable,
		nowMs,
	});
	const object = {...deployment, status};
	return {
		writes: [
			...rolling,
			...trimmedHistory(deployment, old),
			{kind: 'replace', resource: 'deployments.apps', object, isStatus: true},
		],
		wakeAtMs: progressDeadlineMs(object),
	};
}

/** Starts a wanted revision: with a new ReplicaSet, or with an older one under a new number. */
function started(
	deployment: Deployment,
	existing: ReplicaSet | undefined,
	revision: number,
	replicaSets: readonly ReplicaSet[],
	bounds: Bounds,
	nowMs: number,
): readonly Write[] {
	const replicas = existing?.spec.replicas ?? roomFor(deployment, replicaSets, 0, bounds);
	const replicaSet =
		existing === undefined
			? newReplicaSet(deployment, {revision, replicas, maxSurge: bounds.maxSurge})
			: renumbered(existing, revision);
	const {name} = replicaSet.metadata;
	const progress =
		existing === undefined
			? {reason: 'NewReplicaSetCreated', message: `Created new replica set "${name}"`}
			: {reason: 'FoundNewReplicaSet', message: `Found new replica set "${name}"`};
	const conditions = touched(
		deployment.status?.conditions ?? [],
		{type: 'Progressing', status: 'True', ...progress},
		nowMs,
	);
	const annotations = {...deployment.metadata.annotations, [revisionAnnotation]: String(revision)};
	const object = {
		...deployment,
		metadata: {...deployment.metadata, annotations},
		status: {...deployment.status, conditions},
	};
	return [
		{kind: existing === undefined ? 'create' : 'replace', resource: 'replicasets.apps', object: replicaSet},
		...(existing === undefined && replicas > 0 ? [scaled(deployment, replicaSet, 0, replicas)] : []),
		{kind: 'replace', resource: 'deployments.apps', object, isStatus: true},
	];
}

/** Scales the new ReplicaSet up, or the old ones down, as far as surge and availability allow. */
function rolled(
	deployment: Deployment,
	newRS: ReplicaSet,
	old: readonly ReplicaSet[],
	bounds: Bounds,
): readonly Write[] {
	const {replicas} = deployment.spec;
	const now = newRS.spec.replicas;
	const wanted = now > replicas ? replicas : now + roomFor(deployment, [newRS, ...old], now, bounds);
	if (wanted !== now) return scaling(deployment, newRS, wanted, bounds);
	const minAvailable = replicas - bounds.maxUnavailable;
	const total = [newRS, ...old].reduce((sum, {spec}) => sum + spec.replicas, 0);
	let spare = total - minAvailable - (now - (newRS.status?.availableReplicas ?? 0));
	const writes: Write[] = [];
	// Scale down unhealthy pods of old revisions first, then the oldest revision.
	for (const pick of [unavailable, ({spec}: ReplicaSet) => spec.replicas]) {
		for (const replicaSet of byRevision(old).toReversed()) {
			const count = writes.length > 0 ? 0 : Math.min(pick(replicaSet), Math.max(0, spare));
			if (count <= 0) continue;
			spare -= count;
			writes.push(...scaling(deployment, replicaSet, replicaSet.spec.replicas - count, bounds));
		}
	}
	return writes;
}

function roomFor({spec}: Deployment, replicaSets: readonly ReplicaSet[], now: number, {maxSurge}: Bounds): number {
	const total = replicaSets.reduce((sum, replicaSet) => sum + replicaSet.spec.replicas, 0);
	return Math.max(0, Math.min(spec.replicas + maxSurge - total, spec.replicas - now));
}

function unavailable({spec, status}: ReplicaSet): number {
	return Math.max(0, spec.replicas - (status?.availableReplicas ?? 0));
}

function scaling(deployment: Deployment, replicaSet: ReplicaSet, replicas: number, bounds: Bounds): readonly Write[] {
	const object = scaledTo(deployment, replicaSet, replicas, bounds.maxSurge);
	return [
		{kind: 'replace', resource: 'replicasets.apps', object},
		scaled(deployment, replicaSet, replicaSet.spec.replicas, replicas),
	];
}

function scaled(about: Deployment, replicaSet: ReplicaSet, from: number, to: number): Write {
	const verb = to > from ? 'Scaled up' : 'Scaled down';
	const message = `${verb} replica set ${replicaSet.metadata.name} from ${from} to ${to}`;
	return {kind: 'event', about, type: 'Normal', reason: 'ScalingReplicaSet', message};
}

function boundsOf({spec}: Deployment): Bounds {
	const {maxSurge = '25%', maxUnavailable = '25%'} = spec.strategy?.rollingUpdate ?? {};
	const surge = resolvePercent(maxSurge, spec.replicas, 'up');
	const down = resolvePercent(maxUnavailable, spec.replicas, 'down');
	return {maxSurge: surge, maxUnavailable: surge === 0 && down === 0 ? 1 : down};
}
