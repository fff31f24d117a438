import type {ObjectRef, RawObject} from '../../../../domain/cluster/kube-object.ts';
import type {PatchStep} from '../../../../domain/release/plan.ts';
import {restoreOf, testOf} from '../../../common/raw.ts';

/** Sets or clears `spec.paused`; the inverse restores the old value. */
export function pausePatch(ref: ObjectRef, raw: RawObject, isPaused: boolean): PatchStep {
	return {
		kind: 'patch',
		ref,
		subresource: null,
		patch: [
			...testOf(raw, 'metadata', 'uid'),
			...testOf(raw, 'spec', 'paused'),
			{op: 'add', path: '/spec/paused', value: isPaused},
		],
		// The API server does not store `paused: false`.
		after: isPaused
			? [{pointer: '/spec/paused', op: 'equals', value: true}]
			: [
					{
						op: 'anyOf',
						predicates: [
							{pointer: '/spec/paused', op: 'absent'},
							{pointer: '/spec/paused', op: 'equals', value: false},
						],
					},
				],
		inverse: isPaused
			? [
					...testOf(raw, 'metadata', 'uid'),
					{op: 'test', path: '/spec/paused', value: true},
					restoreOf(raw, 'spec', 'paused'),
				]
			: [...testOf(raw, 'metadata', 'uid'), {op: 'add', path: '/spec/paused', value: true}],
	};
}
