import type {ReplicaSet} from '../kube-types.ts';
import {controlledBy} from '../owned.ts';
import {withDefaults, withLabel} from '../pod-template.ts';
import {allReplicaSets, type Pass, putReplicaSet, revisionOf, tell, wantedHash, wantedReplicas} from './pass.ts';
import {desiredReplicasAnnotation, hashLabel, revisionAnnotation, revisionHistoryAnnotation} from './rollout-types.ts';

/** Makes sure that the wanted template has a ReplicaSet with the newest revision number: a new one, or an older one
 * renumbered. */
export function syncRevision(pass: Pass): void {
	const newest = Math.max(0, ...allReplicaSets(pass).map(revisionOf));
	if (pass.newRS === undefined) createReplicaSet(pass, newest + 1);
	else if (revisionOf(pass.newRS) < newest) renumber(pass, pass.newRS, newest + 1);
	const {rollout} = pass;
	const revision = String(revisionOf(pass.newRS));
	if (rollout.metadata.annotations?.[revisionAnnotation] === revision) return;
	const metadata = {
		...rollout.metadata,
		annotations: {...rollout.metadata.annotations, [revisionAnnotation]: revision},
	};
	pass.writes.push({kind: 'replace', resource: 'rollouts.argoproj.io', object: {...rollout, metadata}});
	tell(pass, 'RolloutUpdated', `Rollout updated to revision ${revision}`);
}

/** Removes the oldest ReplicaSets without pods beyond `revisionHistoryLimit`. */
export function trimHistory(pass: Pass): void {
	const limit = pass.rollout.spec.revisionHistoryLimit ?? 10;
	const idle = pass.otherRSs.filter(({spec, status}) => spec.replicas === 0 && (status?.replicas ?? 0) === 0);
	const surplus = pass.otherRSs.length - limit;
	for (const object of surplus > 0 ? idle.slice(-surplus) : []) {
		pass.writes.push({kind: 'remove', resource: 'replicasets.apps', object});
		pass.otherRSs = pass.otherRSs.filter(replicaSet => replicaSet !== object);
	}
}

function createReplicaSet(pass: Pass, revision: number): void {
	const {rollout} = pass;
	const hash = wantedHash(pass);
	const name = `${rollout.metadata.name}-${hash}`;
	const template = withLabel(withDefaults(rollout.spec.template), hashLabel, hash);
	const newRS: ReplicaSet = {
		apiVersion: 'apps/v1',
		kind: 'ReplicaSet',
		metadata: {
			name,
			...(rollout.metadata.namespace === undefined ? {} : {namespace: rollout.metadata.namespace}),
			labels: template.metadata?.labels ?? {},
			annotations: {
				[desiredReplicasAnnotation]: String(wantedReplicas(rollout)),
				[revisionAnnotation]: String(revision),
			},
			ownerReferences: [controlledBy(rollout)],
		},
		spec: {
			replicas: 0,
			...(rollout.spec.minReadySeconds === undefined ? {} : {minReadySeconds: rollout.spec.minReadySeconds}),
			selector: {matchLabels: {...rollout.spec.selector.matchLabels, [hashLabel]: hash}},
			template,
		},
		status: {replicas: 0},
	};
	pass.writes.push({kind: 'create', resource: 'replicasets.apps', object: newRS});
	pass.newRS = newRS;
	tell(pass, 'NewReplicaSetCreated', `Created ReplicaSet ${name} (revision ${revision})`);
}

function renumber(pass: Pass, replicaSet: ReplicaSet, revision: number): void {
	const {
		[revisionAnnotation]: old,
		[revisionHistoryAnnotation]: history,
		...others
	} = replicaSet.metadata.annotations ?? {};
	const annotations = {
		...others,
		[revisionAnnotation]: String(revision),
		[revisionHistoryAnnotation]: [history, old].filter(part => part !== undefined).join(','),
	};
	putReplicaSet(pass, {...replicaSet, metadata: {...replicaSet.metadata, annotations}});
}
