import {rfc3339} from '../api/rfc3339.ts';
import type {Condition} from './kube-types.ts';

export type ConditionChange = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** The conditions with one set, as Kubernetes controllers do it: nothing changes when status and reason stay, the
 * transition time stays when the status stays, and what changed moves to the end. */
export function withCondition(
	conditions: readonly Condition[],
	change: ConditionChange,
	nowMs: number,
): readonly Condition[] {
	const current = conditions.find(({type}) => type === change.type);
	if (current?.status === change.status && current.reason === change.reason && current.message === change.message) {
		return conditions;
	}
	return touched(conditions, change, nowMs);
}

/** As `withCondition`, but the update time moves even when nothing else does: progress was seen. */
export function touched(
	conditions: readonly Condition[],
	change: ConditionChange,
	nowMs: number,
): readonly Condition[] {
	const current = conditions.find(({type}) => type === change.type);
	const now = rfc3339(nowMs);
	const lastTransitionTime = current?.status === change.status ? current.lastTransitionTime : now;
	return [...conditions.filter(({type}) => type !== change.type), {...change, lastUpdateTime: now, lastTransitionTime}];
}

export function conditionOf(conditions: readonly Condition[], type: string): Condition | undefined {
	return conditions.find(condition => condition.type === type);
}
