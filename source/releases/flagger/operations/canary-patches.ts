import type {ObjectRef, RawObject} from '../../../domain/cluster/kube-object.ts';
import type {JsonPatchOperation, PatchStep} from '../../../domain/release/plan.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {rawAt, restoreOf, testOf} from '../../common/raw.ts';

/** Tests that the object is the same, and that the version on its way in is the one that the operator saw. */
export function sameRelease(raw: RawObject): readonly JsonPatchOperation[] {
	return [...testOf(raw, 'metadata', 'uid'), ...testOf(raw, 'status', 'lastAppliedSpec')];
}

/** Sets `spec.suspend: true`; the inverse restores the old value. */
export function suspendPatch(ref: ObjectRef, raw: RawObject, tests: readonly JsonPatchOperation[] = []): PatchStep {
	return {
		kind: 'patch',
		label: safe`suspend the Canary`,
		ref,
		subresource: null,
		patch: [
			...sameRelease(raw),
			...tests,
			...testOf(raw, 'spec', 'suspend'),
			{op: 'add', path: '/spec/suspend', value: true},
		],
		after: [{pointer: '/spec/suspend', op: 'equals', value: true}],
		inverse: [
			...testOf(raw, 'metadata', 'uid'),
			{op: 'test', path: '/spec/suspend', value: true},
			restoreOf(raw, 'spec', 'suspend'),
		],
	};
}

/** Removes the hold by hand. */
export function unsuspendPatch(ref: ObjectRef, raw: RawObject): PatchStep {
	const uid = testOf(raw, 'metadata', 'uid');
	return {
		kind: 'patch',
		label: safe`unsuspend the Canary`,
		ref,
		subresource: null,
		patch: [
			...sameRelease(raw),
			{op: 'test', path: '/spec/suspend', value: true},
			{op: 'replace', path: '/spec/suspend', value: false},
		],
		after: [{pointer: '/spec/suspend', op: 'equals', value: false}],
		inverse: [
			...uid,
			{op: 'test', path: '/spec/suspend', value: false},
			{op: 'replace', path: '/spec/suspend', value: true},
		],
	};
}

/**
 * Sets the failed checks so high that Flagger rolls back at its next tick. A tick that is under way may
 * overwrite the count with its own, so a plan with this step must wait for the result.
 */
export function failPatch(ref: ObjectRef, raw: RawObject, threshold: number): PatchStep {
	const tests = [...sameRelease(raw), ...testOf(raw, 'status', 'phase')];
	const before = rawAt(raw, 'status', 'failedChecks');
	return {
		kind: 'patch',
		label: safe`failed checks to the threshold`,
		ref,
		subresource: 'status',
		patch: [
			...tests,
			...testOf(raw, 'status', 'failedChecks'),
			{op: 'add', path: '/status/failedChecks', value: threshold},
		],
		after: [
			{
				op: 'anyOf',
				predicates: [
					{pointer: '/status/failedChecks', op: 'atLeast', value: threshold},
					// Flagger's tick came at once: the count starts anew with the failure.
					{pointer: '/status/phase', op: 'equals', value: 'Failed'},
				],
			},
		],
		inverse:
			before === undefined
				? null
				: [
						...tests,
						{op: 'test', path: '/status/failedChecks', value: threshold},
						restoreOf(raw, 'status', 'failedChecks'),
					],
	};
}
