import {refOf, type Snapshot} from '../../domain/cluster/kube-object.ts';
import type {Revision} from '../../domain/release/revision.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {HASH_LABEL} from '../../kinds/argo-rollouts/hash-label.ts';
import {ROLLOUTS, type RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {REPLICA_SETS, type ReplicaSetObject} from '../../kinds/replica-set.ts';
import {ownedReplicaSets, revisionNumber} from '../common/owned-replica-sets.ts';
import type {ReleasePod} from '../common/release-pods.ts';
import {revisionOf, templateTag} from '../common/revision-of.ts';
import {eventsAbout} from '../common/timeline.ts';
import {hasCanary, hashOf, isObserved, keyOfHash, REVISION_ANNOTATION, replicaSetOf} from './situation.ts';

/**
 * Every revision that is kept as a ReplicaSet, newest first. Before perch watches the ReplicaSets, those that
 * the Rollout's status names.
 */
export function revisionsOf(
	rollout: RolloutObject,
	snapshot: Snapshot,
	pods: readonly ReleasePod[],
): readonly Revision[] {
	const stable = replicaSetOf(rollout, snapshot, rollout.status.stableHash);
	const canary = hasCanary(rollout) ? replicaSetOf(rollout, snapshot, rollout.status.currentHash) : null;
	const held = ownedReplicaSets(rollout, snapshot).flatMap(replicaSet => {
		const hash = hashOf(replicaSet);
		const key = keyOfHash(rollout, hash);
		if (hash === null || key === null) return [];
		const against = hash === rollout.status.stableHash ? canary : stable;
		return [
			revisionOf({
				key,
				hash,
				number: revisionNumber(replicaSet, REVISION_ANNOTATION),
				role: roleOf(rollout, hash),
				holder: replicaSet,
				holderKind: REPLICA_SETS,
				against: against?.template ?? null,
				pods,
				wasPromoted: wasPromoted(rollout, snapshot, replicaSet, stable),
			}),
		];
	});
	const known = new Set(held.map(({hash}) => hash));
	const named = [rollout.status.currentHash, rollout.status.stableHash].filter(
		(hash, at, all) => hash !== null && !known.has(hash) && all.indexOf(hash) === at,
	);
	return [...held, ...named.flatMap(hash => (hash === null ? [] : revisionWithoutHolder(rollout, hash)))].sort(
		(a, b) => (b.number ?? 0) - (a.number ?? 0) || (b.createdAtMs ?? 0) - (a.createdAtMs ?? 0),
	);
}

function roleOf({status}: RolloutObject, hash: SafeText): Revision['role'] {
	if (hash === status.stableHash) return 'stable';
	return hash === status.currentHash ? 'canary' : 'previous';
}

/**
 * A revision of which only the hash is known. If it is the current one and the controller has seen the spec,
 * its template is the Rollout's.
 */
function revisionWithoutHolder(rollout: RolloutObject, hash: SafeText): readonly Revision[] {
	const key = keyOfHash(rollout, hash);
	if (key === null) return [];
	const isOwnTemplate = hash === rollout.status.currentHash && isObserved(rollout);
	return [
		{
			key,
			hash,
			number: isOwnTemplate ? revisionNumber(rollout, REVISION_ANNOTATION) : null,
			tag: (isOwnTemplate ? templateTag(rollout.template, null) : null) ?? hash,
			images: isOwnTemplate ? rollout.template.containers.map(({image}) => image) : [],
			role: roleOf(rollout, hash),
			pods: hasCanary(rollout)
				? {desired: 'unknown', ready: 'unknown', restarts: 'unknown'}
				: {desired: rollout.desired, ready: rollout.status.available, restarts: 'unknown'},
			holder: null,
			...(isOwnTemplate && {templateIn: refOf(ROLLOUTS, rollout)}),
			wasPromoted: hash === rollout.status.stableHash ? true : 'unknown',
			createdAtMs: null,
		},
	];
}

/**
 * Whether a revision once took all traffic. Stable did. A number above stable's was given after stable was
 * promoted, so such a revision was not promoted since. A revision that had another number before may have been
 * promoted then.
 */
function wasPromoted(
	rollout: RolloutObject,
	snapshot: Snapshot,
	replicaSet: ReplicaSetObject,
	stable: ReplicaSetObject | null,
): Revision['wasPromoted'] {
	const hash = replicaSet.metadata.labels[HASH_LABEL];
	if (hash === rollout.status.stableHash) return true;
	const events = eventsAbout(rollout, snapshot);
	if (events.some(({reason, message}) => reason === 'RolloutCompleted' && message.includes(`(${hash})`))) return true;
	if (replicaSet.metadata.annotations[`${REVISION_ANNOTATION}-history`] !== undefined) return 'unknown';
	const number = revisionNumber(replicaSet, REVISION_ANNOTATION);
	const stableNumber = stable && revisionNumber(stable, REVISION_ANNOTATION);
	if (number !== null && stableNumber !== null && number > stableNumber) return false;
	const wasAborted = events.some(
		({reason, message}) => reason === 'RolloutAborted' && isAbout(message, safe`update to revision ${number ?? 0}`),
	);
	return wasAborted ? false : 'unknown';
}

/** `revision 2` is not `revision 21`. */
function isAbout(message: string, phrase: string): boolean {
	const end = message.indexOf(phrase) + phrase.length;
	return message.includes(phrase) && !/\d/.test(message.charAt(end));
}
