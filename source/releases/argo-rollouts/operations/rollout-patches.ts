import type {ObjectRef, RawObject} from '../../../domain/kube-object.ts';
import type {JsonPatchOperation, PatchStep} from '../../../domain/plan.ts';
import {restoreOf, testOf} from '../../common/raw.ts';

/** This object, and the revision that was seen on its way in. */
export function sameRelease(raw: RawObject): readonly JsonPatchOperation[] {
	return [...testOf(raw, 'metadata', 'uid'), ...testOf(raw, 'status', 'currentPodHash')];
}

/** `status.abort`, with what was seen; the inverse makes it what it was, which starts the release anew. */
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

/** Takes the hold by hand away. `first` must still be true by then. */
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
