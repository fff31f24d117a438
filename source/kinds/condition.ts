import * as v from 'valibot';
import {identText} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {listField, messageField, nameField, timeMsField} from './fields.ts';

/** One condition of a status, as every workload kind writes it. */
export interface Condition {
	readonly type: SafeText;
	readonly status: SafeText;
	readonly reason: SafeText | null;
	readonly message: SafeText;
	readonly changedAtMs: number | null;
	readonly updatedAtMs: number | null;
}

export const conditionsField = listField(
	v.pipe(
		objectOf({
			type: identText,
			status: identText,
			reason: nameField,
			message: messageField,
			lastTransitionTime: timeMsField,
			lastUpdateTime: timeMsField,
		}),
		v.transform(
			(condition): Condition => ({
				type: condition.type,
				status: condition.status,
				reason: condition.reason,
				message: condition.message,
				changedAtMs: condition.lastTransitionTime,
				updatedAtMs: condition.lastUpdateTime,
			}),
		),
	),
);

export function conditionOf(conditions: readonly Condition[], type: string): Condition | undefined {
	return conditions.find(condition => condition.type === type);
}
