import type {Deployment, ReplicaSet} from '../kube-types.ts';
import {controlledBy} from '../owned.ts';
import {sameTemplate, templateHash, withDefaults, withLabel} from '../pod-template.ts';
import type {Write} from '../writes.ts';

const hashLabel = 'pod-template-hash';
export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const historyAnnotation = 'deployment.kubernetes.io/revision-history';
const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas';
const maxAnnotation = 'deployment.kubernetes.io/max-replicas';

/** Newest revision first. */
export function byRevision(replicaSets: readonly ReplicaSet[]): readonly ReplicaSet[] {
	return replicaSets.toSorted((left, right) => revisionOf(right) - revisionOf(left));
}

export function revisionOf(replicaSet: ReplicaSet | undefined): number {
	return Number(replicaSet?.metadata.annotations?.[revisionAnnotation] ?? 0);
}

export function currentReplicaSet({spec}: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined {
	return replicaSets.find(replicaSet => sameTemplate(replicaSet.spec.template, spec.template, hashLabel));
}

/** The ReplicaSet with another number of replicas, and with the annotations that depend on it. */
export function scaledTo({spec}: Deployment, replicaSet: ReplicaSet, replicas: number, maxSurge: number): ReplicaSet {
	const annotations = {
		...replicaSet.metadata.annotations,
		[desiredAnnotation]: String(spec.replicas),
		[maxAnnotation]: String(spec.replicas + maxSurge),
	};
	return {
		...replicaSet,
		metadata: {...replicaSet.metadata, annotations},
		spec: {...replicaSet.spec, replicas},
	};
}

/** An older ReplicaSet that is wanted again takes the newest revision number. */
export function renumbered(replicaSet: ReplicaSet, revision: number): ReplicaSet {
	const {[revisionAnnotation]: old, [historyAnnotation]: history, ...others} = replicaSet.metadata.annotations ?? {};
	const annotations = {
		...others,
		[revisionAnnotation]: String(revision),
		[historyAnnotation]: [history, old].filter(part => part !== undefined).join(','),
	};
	return {...replicaSet, metadata: {...replicaSet.metadata, annotations}};
}

export function newReplicaSet(
	deployment: Deployment,
	{revision, replicas, maxSurge}: {readonly revision: number; readonly replicas: number; readonly maxSurge: number},
): ReplicaSet {
	const hash = templateHash(withDefaults(deployment.spec.template));
	const template = withLabel(withDefaults(deployment.spec.template), hashLabel, hash);
	const {name, namespace} = deployment.metadata;
	const replicaSet: ReplicaSet = {
		apiVersion: 'apps/v1',
		kind: 'ReplicaSet',
		metadata: {
			name: `${name}-${hash}`,
			...(namespace === undefined ? {} : {namespace}),
			labels: template.metadata?.labels ?? {},
			annotations: {[revisionAnnotation]: String(revision)},
			ownerReferences: [controlledBy(deployment)],
		},
		spec: {
			replicas,
			...(deployment.spec.minReadySeconds === undefined ? {} : {minReadySeconds: deployment.spec.minReadySeconds}),
			selector: {matchLabels: {...deployment.spec.selector.matchLabels, [hashLabel]: hash}},
			template,
		},
		status: {replicas: 0},
	};
	return scaledTo(deployment, replicaSet, replicas, maxSurge);
}

/** Removes the oldest idle ReplicaSets beyond `revisionHistoryLimit`. */
export function trimmedHistory({spec}: Deployment, old: readonly ReplicaSet[]): readonly Write[] {
	const idle = byRevision(old).filter(
		replicaSet => replicaSet.spec.replicas === 0 && replicaSet.status?.replicas === 0,
	);
	const surplus = old.length - (spec.revisionHistoryLimit ?? 10);
	return (surplus > 0 ? idle.slice(-surplus) : []).map(object => ({
		kind: 'remove',
		resource: 'replicasets.apps',
		object,
	}));
}
