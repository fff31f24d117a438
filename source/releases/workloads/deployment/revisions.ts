import {type RevisionKey, revisionKey} from '../../../domain/cluster/keys.ts';
import {refOf} from '../../../domain/cluster/kube-object.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import {ident} from '../../../domain/text/safe-text.ts';
import {conditionOf} from '../../../kinds/condition.ts';
import {DEPLOYMENTS, type DeploymentObject} from '../../../kinds/deployment.ts';
import {REPLICA_SETS, type ReplicaSetObject} from '../../../kinds/replica-set.ts';
import {revisionNumber} from '../../common/owned-replica-sets.ts';
import type {ReleasePod} from '../../common/release-pods.ts';
import {revisionOf, templateTag} from '../../common/revision-of.ts';
import {hashOf, isComplete, keyOf, neverCameUp, numberOf, REVISION_ANNOTATION, type Rolling} from './rolling.ts';

/**
 * Which revision is stable and which is the canary. While an update runs, the older revision that still has
 * pods is stable; once the update is complete the newest one is. A Deployment tells nothing of revisions
 * without pods.
 */
export interface Roles {
	readonly stable: RevisionKey | null;
	readonly canary: RevisionKey | null;
}

export function rolesOf(deployment: DeploymentObject, {current, replaced}: Rolling): Roles {
	const newest = current === null ? (revisionWithoutHolder(deployment)?.key ?? null) : keyOf(deployment, current);
	if (replaced) return {stable: keyOf(deployment, replaced), canary: newest};
	return {stable: newest, canary: null};
}

/** Every revision that is kept as a ReplicaSet, the newest first. */
export function revisionsOf(
	deployment: DeploymentObject,
	rolling: Rolling,
	pods: readonly ReleasePod[],
): readonly Revision[] {
	const {stable, canary} = rolesOf(deployment, rolling);
	if (rolling.all.length === 0) return [revisionWithoutHolder(deployment)].filter(revision => revision !== null);
	const byKey = new Map(rolling.all.map(replicaSet => [keyOf(deployment, replicaSet), replicaSet]));
	return rolling.all.flatMap(replicaSet => {
		const key = keyOf(deployment, replicaSet);
		const hash = hashOf(replicaSet);
		if (key === null || hash === null) return [];
		const role = key === canary ? 'canary' : key === stable ? 'stable' : 'previous';
		const against = byKey.get(role === 'stable' ? (canary ?? keyOf(deployment, rolling.previous)) : stable);
		return [
			revisionOf({
				key,
				hash,
				number: numberOf(replicaSet),
				role,
				holder: replicaSet,
				holderKind: REPLICA_SETS,
				against: against?.template ?? null,
				pods,
				wasPromoted: wasPromoted(deployment, rolling, replicaSet),
			}),
		];
	});
}

function wasPromoted(
	deployment: DeploymentObject,
	rolling: Rolling,
	replicaSet: ReplicaSetObject,
): Revision['wasPromoted'] {
	if (replicaSet === rolling.current && rolling.replaced === null && isComplete(deployment)) return true;
	return replicaSet.desired === 0 && neverCameUp(replicaSet, rolling) ? false : 'unknown';
}

/**
 * The revision of a Deployment whose ReplicaSets are not watched because no update is under way: the pods run
 * its own template. The controller's last message names the ReplicaSet, and that name contains the hash.
 */
function revisionWithoutHolder(deployment: DeploymentObject): Revision | null {
	const {metadata, conditions, template} = deployment;
	const message = conditionOf(conditions, 'Progressing')?.message ?? '';
	const hash = /^ReplicaSet "(?:.+)-([^-"]+)"/.exec(message)?.[1];
	const tag = templateTag(template, null);
	if (hash === undefined || tag === null || !isComplete(deployment)) return null;
	return {
		key: revisionKey(metadata.uid, hash),
		hash: ident(hash),
		number: revisionNumber(deployment, REVISION_ANNOTATION),
		tag,
		images: template.containers.map(({image}) => image),
		role: 'stable',
		pods: {desired: deployment.desired, ready: deployment.ready, restarts: 'unknown'},
		holder: null,
		templateIn: refOf(DEPLOYMENTS, deployment),
		wasPromoted: true,
		createdAtMs: null,
	};
}
