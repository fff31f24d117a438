import type {Metadata, Snapshot} from '../../domain/cluster/kube-object.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {conditionOf} from '../../kinds/condition.ts';
import {DAEMON_SETS} from '../../kinds/daemon-set.ts';
import {DEPLOYMENTS} from '../../kinds/deployment.ts';
import type {CanaryObject} from '../../kinds/flagger/canary.ts';
import type {LabelSelector} from '../../kinds/label-selector.ts';
import type {PodTemplate} from '../../kinds/pod-template.ts';
import type {ReplicaSetObject} from '../../kinds/replica-set.ts';
import {labelOf, ownedReplicaSets, revisionNumber} from '../common/owned-replica-sets.ts';

/** A target of Flagger, or the primary that Flagger made from it. */
export interface Workload {
	readonly metadata: Metadata;
	readonly template: PodTemplate;
	readonly selector: LabelSelector;
	readonly desired: number;
	readonly ready: number;
	/** Every pod has the newest template and is available: Flagger waits for that. */
	readonly isReady: boolean;
	/** When its rollout last made progress, in ms: the progress deadline counts from here. */
	readonly progressedMs: number | null;
	/** The newest template's hash, as the controller names it; null if the controller names none. */
	readonly hash: SafeText | null;
	/** Newest first; empty for kinds without ReplicaSets, and while these are not watched. */
	readonly replicaSets: readonly ReplicaSetObject[];
}

export function targetOf({target, metadata, analysis}: CanaryObject, snapshot: Snapshot): Workload | null {
	return workloadOf(target.kind, metadata.namespace, target.name, snapshot, analysis.canaryReadyPercent);
}

export function primaryOf({target, metadata, analysis}: CanaryObject, snapshot: Snapshot): Workload | null {
	return workloadOf(target.kind, metadata.namespace, primaryNameOf(target), snapshot, analysis.primaryReadyPercent);
}

/** The name of the primary: Flagger derives it from the target's name. */
export function primaryNameOf({name}: CanaryObject['target']): SafeText {
	return safe`${name}-primary`;
}

/** The kind of the target, as the API serves it; null for kinds whose template perch does not write. */
export function workloadKind(kind: string): typeof DEPLOYMENTS | typeof DAEMON_SETS | null {
	if (kind === DEPLOYMENTS.kind) return DEPLOYMENTS;
	return kind === DAEMON_SETS.kind ? DAEMON_SETS : null;
}

export const HASH_LABEL = 'pod-template-hash';
const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';

export function numberOf(replicaSet: ReplicaSetObject): number {
	return revisionNumber(replicaSet, REVISION_ANNOTATION) ?? 0;
}

/** The hash of its template: of its newest ReplicaSet, else as its controller says; null if neither tells. */
export function revisionOf({replicaSets: [newest], hash}: Workload): SafeText | null {
	return (newest ? labelOf(newest.metadata.labels, HASH_LABEL) : null) ?? hash;
}

/** The ReplicaSet that the primary had before its present one; null if it is not kept. */
export function previousSet({replicaSets}: Workload): ReplicaSetObject | null {
	return replicaSets[1] ?? null;
}

function workloadOf(
	kind: string,
	namespace: string,
	name: string,
	snapshot: Snapshot,
	readyPercent: number,
): Workload | null {
	if (kind === DAEMON_SETS.kind) return daemonSet(namespace, name, snapshot, readyPercent);
	const found = kind === DEPLOYMENTS.kind ? snapshot.get(DEPLOYMENTS, namespace, name) : undefined;
	if (!found) return null;
	const {desired, updated, replicas, available, observedGeneration, metadata} = found;
	const progress = conditionOf(found.conditions, 'Progressing');
	const hash = /^ReplicaSet "(?:.+)-([^-"]+)"/.exec(progress?.message ?? '')?.[1];
	return {
		metadata,
		template: found.template,
		selector: found.selector,
		desired,
		ready: found.ready,
		isReady:
			observedGeneration >= metadata.generation &&
			updated >= desired &&
			replicas <= updated &&
			available >= enough(updated, readyPercent),
		progressedMs: progress?.updatedAtMs ?? null,
		hash: hash === undefined ? null : ident(hash),
		replicaSets: ownedReplicaSets(found, snapshot).toSorted((a, b) => numberOf(b) - numberOf(a)),
	};
}

/** How many pods are enough, rounded as Flagger rounds. */
function enough(pods: number, percent: number): number {
	return Math.floor((pods * percent) / 100);
}

function daemonSet(namespace: string, name: string, snapshot: Snapshot, readyPercent: number): Workload | null {
	const found = snapshot.get(DAEMON_SETS, namespace, name);
	if (!found) return null;
	const {desired, updated, available, observedGeneration, metadata} = found;
	return {
		metadata,
		template: found.template,
		selector: found.selector,
		desired,
		ready: found.ready,
		isReady:
			observedGeneration >= metadata.generation && updated >= desired && available >= enough(desired, readyPercent),
		progressedMs: null,
		hash: null,
		replicaSets: [],
	};
}
