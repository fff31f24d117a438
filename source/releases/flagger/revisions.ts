import {type RevisionKey, revisionKey} from '../../domain/cluster/keys.ts';
import {type ObjectRef, refOf} from '../../domain/cluster/kube-object.ts';
import type {Revision} from '../../domain/release/revision.ts';
import {ident, type SafeText} from '../../domain/text/safe-text.ts';
import type {PodTemplate} from '../../kinds/pod-template.ts';
import {REPLICA_SETS, type ReplicaSetObject} from '../../kinds/replica-set.ts';
import {labelOf} from '../common/owned-replica-sets.ts';
import type {ReleasePod} from '../common/release-pods.ts';
import {revisionOf, templateTag} from '../common/revision-of.ts';
import {imagesOf, isUnderWay, isUnseen, type Situation} from './situation.ts';
import {HASH_LABEL, numberOf, type Workload, workloadKind} from './workload.ts';

/**
 * All revisions are the target's, because people write its template. Stable is the revision of which the
 * primary serves a copy; the canary is the target's newest revision until it is promoted.
 */
export interface Roles {
	readonly stable: RevisionKey | null;
	readonly canary: RevisionKey | null;
}

export function rolesOf(situation: Situation): Roles {
	const {canary, target, primary} = situation;
	const served = primary && servedSet(primary);
	const stable = served ? keyOfSet(situation, served) : primary ? unheldKey(situation, primary, 'stable') : null;
	const [newest] = target?.replicaSets ?? [];
	const current = newest ? keyOfSet(situation, newest) : target ? unheldKey(situation, target, 'canary') : null;
	const hasCanary = isUnderWay(canary) || canary.status.phase === 'Failed' || isUnseen(situation);
	return {stable, canary: hasCanary && current !== stable ? current : null};
}

/** The revision that a ReplicaSet of the target or of the primary holds. */
export function keyOfSet(situation: Situation, replicaSet: ReplicaSetObject): RevisionKey | null {
	const held = isOf(situation.primary, replicaSet) ? originOf(situation, replicaSet) : replicaSet;
	const hash = hashOf(held ?? replicaSet);
	return hash === null ? null : revisionKey(situation.canary.metadata.uid, hash);
}

/** Every known revision, newest first. */
export function revisionsOf(situation: Situation, pods: readonly ReleasePod[]): readonly Revision[] {
	const {target, primary} = situation;
	const roles = rolesOf(situation);
	const served = primary && servedSet(primary);
	const sets = target?.replicaSets ?? [];
	const templates = new Map(sets.map(set => [keyOfSet(situation, set), set.template]));
	const stableTemplate = served?.template ?? primary?.template ?? null;
	const canaryTemplate = templates.get(roles.canary) ?? target?.template ?? null;
	const held = sets.flatMap(set => {
		const key = keyOfSet(situation, set);
		const hash = hashOf(set);
		if (key === null || hash === null) return [];
		const role = roleOf(roles, key);
		const against = role === 'stable' ? canaryTemplate : stableTemplate;
		const wasPromoted = key === roles.stable ? true : wasServed(situation, key);
		const facts = {key, hash, number: numberOf(set), role, against, pods, wasPromoted};
		const own = revisionOf({...facts, holder: set, holderKind: REPLICA_SETS});
		return [role === 'stable' && primary ? {...own, pods: podsOf(situation, primary, key, pods)} : own];
	});
	const known = new Set(held.map(({key}) => key));
	const withoutHolder = [
		revisionWithoutHolder({situation, workload: primary, set: served ?? null, key: roles.stable, role: 'stable', pods}),
		revisionWithoutHolder({situation, workload: target, set: null, key: roles.canary, role: 'canary', pods}),
	].filter(revision => revision !== null && !known.has(revision.key)) as readonly Revision[];
	return [...held, ...withoutHolder].sort(
		(a, b) => (b.number ?? 0) - (a.number ?? 0) || (b.createdAtMs ?? 0) - (a.createdAtMs ?? 0),
	);
}

/** The ReplicaSet that serves. While the primary rolls, that is still the older one. */
function servedSet({replicaSets}: Workload): ReplicaSetObject | null {
	const [newest = null, ...older] = replicaSets;
	return older.find(({desired, ready}) => desired > 0 && ready > 0) ?? newest;
}

function roleOf({stable, canary}: Roles, key: RevisionKey): Revision['role'] {
	if (key === canary) return 'canary';
	return key === stable ? 'stable' : 'previous';
}

/**
 * The target's ReplicaSet that Flagger copied into the primary: the newest one with the same images that
 * existed by then. The copy has other names of configuration, so the templates are never quite the same.
 */
function originOf({target}: Situation, copy: ReplicaSetObject): ReplicaSetObject | null {
	const copiedMs = copy.metadata.createdAtMs;
	const candidates = (target?.replicaSets ?? []).filter(
		({template, metadata}) =>
			imagesOf({template}) === imagesOf(copy) &&
			(copiedMs === null || metadata.createdAtMs === null || metadata.createdAtMs <= copiedMs),
	);
	return candidates.find(({template}) => isAlike(template, copy.template)) ?? candidates[0] ?? null;
}

function isAlike(one: PodTemplate, other: PodTemplate): boolean {
	const text = ({containers}: PodTemplate) => JSON.stringify(containers.map(({env, resources}) => [env, resources]));
	return text(one) === text(other);
}

/**
 * Whether the primary once had this revision. It keeps its ReplicaSets: while none is missing, it never had a
 * revision that is not among them.
 */
function wasServed(situation: Situation, key: RevisionKey): Revision['wasPromoted'] {
	const sets = situation.primary?.replicaSets ?? [];
	const served = situation.primary && servedSet(situation.primary);
	// A revision that the primary is still rolling to has not been promoted yet.
	const past = served ? sets.slice(sets.indexOf(served)) : sets;
	if (past.some(set => keyOfSet(situation, set) === key)) return true;
	const [newest] = sets;
	return newest !== undefined && numberOf(newest) === sets.length ? false : 'unknown';
}

/** A revision without a ReplicaSet of the target: that is not watched, not kept, or the target's kind has none. */
function revisionWithoutHolder(facts: {
	readonly situation: Situation;
	readonly workload: Workload | null;
	readonly set: ReplicaSetObject | null;
	readonly key: RevisionKey | null;
	readonly role: 'stable' | 'canary';
	readonly pods: readonly ReleasePod[];
}): Revision | null {
	const {situation, workload, key, role} = facts;
	if (key === null || workload === null) return null;
	const template = facts.set?.template ?? workload.template;
	const hash = ident(key.slice(key.indexOf('@') + 1));
	const against = role === 'stable' ? situation.target?.template : situation.primary?.template;
	return {
		key,
		hash,
		number: null,
		tag: templateTag(template, against ?? null) ?? hash,
		images: template.containers.map(({image}) => image),
		role,
		pods: podsOf(situation, workload, key, facts.pods),
		holder: null,
		...templateIn(facts.set, workload, situation),
		wasPromoted: role === 'stable' ? true : 'unknown',
		createdAtMs: null,
	};
}

function templateIn(
	set: ReplicaSetObject | null,
	workload: Workload,
	{canary}: Situation,
): {readonly templateIn?: ObjectRef} {
	if (set) return {templateIn: refOf(REPLICA_SETS, set)};
	const kind = workloadKind(canary.target.kind);
	return kind ? {templateIn: refOf(kind, workload)} : {};
}

function podsOf(
	situation: Situation,
	{desired, ready, replicaSets}: Workload,
	key: RevisionKey,
	pods: readonly ReleasePod[],
): Revision['pods'] {
	const own = pods.filter(({revision}) => revision === key);
	const sets = replicaSets.filter(set => keyOfSet(situation, set) === key);
	return {
		desired,
		// While the primary rolls, only some of its pods are of this revision.
		ready: sets.length > 0 ? sets.reduce((sum, set) => sum + set.ready, 0) : ready,
		restarts: own.length > 0 || desired === 0 ? own.reduce((sum, pod) => sum + pod.restarts, 0) : 'unknown',
	};
}

function unheldKey({canary, target}: Situation, workload: Workload, role: 'stable' | 'canary'): RevisionKey | null {
	const {uid} = canary.metadata;
	// After a release the primary has the target's version: one version, one key.
	const isCopy = workload !== target && target !== null && imagesOf(workload) === imagesOf(target);
	const told = role === 'stable' ? canary.status.lastPromotedSpec : canary.status.lastAppliedSpec;
	const hash = (isCopy ? target.hash : null) ?? workload.hash ?? told;
	return hash === null ? null : revisionKey(uid, hash);
}

function isOf(workload: Workload | null, replicaSet: ReplicaSetObject): boolean {
	return workload?.replicaSets.some(({metadata}) => metadata.uid === replicaSet.metadata.uid) ?? false;
}

function hashOf(replicaSet: ReplicaSetObject): SafeText | null {
	return labelOf(replicaSet.metadata.labels, HASH_LABEL);
}
