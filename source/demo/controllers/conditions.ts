import {rfc3339} from '../api/rfc3339.ts';
import type {Condition} from './kube-types.ts';

export type ConditionChange = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** The conditions with one of them set, as Kubernetes controllers set it: an unchanged condition stays as it is,
 * the transition time stays while the status stays, and a changed condition moves to the end. */
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

/** Like `withCondition`, but the update time always moves: the controller saw progress. */
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
