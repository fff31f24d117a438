import type {ObjectRef, RawObject} from '../../../domain/cluster/kube-object.ts';
import type {JsonPatchOperation, PatchStep} from '../../../domain/release/plan.ts';
import {restoreOf, testOf} from '../../common/raw.ts';

/** Tests that the object is the same, and that the revision on its way in is the one that the operator saw. */
export function sameRelease(raw: RawObject): readonly JsonPatchOperation[] {
	return [...testOf(raw, 'metadata', 'uid'), ...testOf(raw, 'status', 'currentPodHash')];
}

/**
 * Sets `status.abort`, and tests the revisions that the operator saw. The inverse restores the old value, which
 * starts the release again.
 */
export function abortPatch(ref: ObjectRef, raw: RawObject): PatchStep {
	const tests = sameRelease(raw);
	return {
		kind: 'patch',
		ref,
		subresource: 'status',
		patch: [...tests, ...testOf(raw, 'status', 'stableRS'), {op: 'add', path: '/status/abort', value: true}],
		after: [{pointer: '/status/abort', op: 'equals', value: true}],
		inverse: [...tests, {op: 'test', path: '/status/abort', value: true}, restoreOf(raw, 'status', 'abort')],
	};
}

/** Removes the hold by hand. The tests in `first` must still hold when the API server applies the patch. */
export function unpausePatch(ref: ObjectRef, raw: RawObject, first: readonly JsonPatchOperation[] = []): PatchStep {
	const uid = testOf(raw, 'metadata', 'uid');
	return {
		kind: 'patch',
		ref,
		subresource: null,
		patch: [
			...uid,
			...first,
			{op: 'test', path: '/spec/paused', value: true},
			{op: 'replace', path: '/spec/paused', value: false},
		],
		after: [{pointer: '/spec/paused', op: 'equals', value: false}],
		inverse: [
			...uid,
			{op: 'test', path: '/spec/paused', value: false},
			{op: 'replace', path: '/spec/paused', value: true},
		],
	};
}
