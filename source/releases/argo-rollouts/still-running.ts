import type {RevisionKey} from '../../domain/cluster/keys.ts';
import {parseTime} from '../../domain/time.ts';
import {ownedReplicaSets} from '../common/owned-replica-sets.ts';
import {versionBefore} from '../common/way-back.ts';
import type {ReturnFacts} from './return-to-stable.ts';
import {hashOf, invalidField, isObserved, keyOfHash, REVISION_ANNOTATION, replicaSetOf} from './situation.ts';

/**
 * The previous version, while all its pods still run for their scale-down delay after a full promotion. Null if
 * that is not certain: the pods of an aborted release also run on for a while, beside a stable that came back,
 * and it may be unknown whether they ever served.
 */
export function stillRunning(
	facts: ReturnFacts,
): {readonly kind: 'previous'; readonly to: RevisionKey; readonly untilMs: number} | null {
	const {rollout, revisions, snapshot, nowMs} = facts;
	if (!isObserved(rollout) || invalidField(rollout) !== null || facts.split.configuredPercent !== 0) return null;
	const stable = replicaSetOf(rollout, snapshot, rollout.status.stableHash);
	if (!stable || rollout.canary?.router === null) return null;
	// An earlier number shows that stable itself came back: the pods beside it are those of the version that was left.
	if (stable.metadata.annotations[`${REVISION_ANNOTATION}-history`] !== undefined) return null;
	const running = ownedReplicaSets(rollout, snapshot).flatMap(replicaSet => {
		const untilMs = parseTime(replicaSet.metadata.annotations['scale-down-deadline']);
		const key = keyOfHash(rollout, hashOf(replicaSet));
		return replicaSet !== stable && replicaSet.desired > 0 && untilMs !== null && untilMs > nowMs && key !== null
			? [{replicaSet, key, untilMs}]
			: [];
	});
	const [only] = running;
	if (!only || running.length > 1) return null;
	const {wasPromoted, pods} = revisions.find(({key}) => key === only.key) ?? {wasPromoted: false, pods: null};
	const isWhole = pods !== null && pods.ready !== 'unknown' && pods.ready > 0 && pods.ready >= rollout.desired;
	// A ReplicaSet that was made after stable's holds a version that was left for stable.
	const isBefore = versionBefore(stable, [only.replicaSet]) !== null;
	if (!isWhole || !isBefore || wasPromoted === false) return null;
	return {kind: 'previous', to: only.key, untilMs: only.untilMs};
}
