import jsonPatch, {type Operation} from 'fast-json-patch';
import type {Result} from '../../../domain/result.ts';
import {isContainer, isRecord, sameJson} from '../frozen-json.ts';

/** Applies an RFC 6902 patch to a copy. The caller answers `malformed` with a 400 with that text, `doesNotApply`
 * with a bare 422. */
export function applyJsonPatch(
	document: unknown,
	patch: unknown,
): Result<unknown, {kind: 'malformed'; message: string} | {kind: 'doesNotApply'}> {
	if (!Array.isArray(patch)) {
		const message = `json: cannot unmarshal ${goTypeOf(patch)} into Go value of type []handlers.jsonPatchOp`;
		return {ok: false, error: {kind: 'malformed', message}};
	}
	let result: unknown = structuredClone(document);
	for (const operation of patch as readonly unknown[]) {
		if (!isRecord(operation) || typeof operation.path !== 'string') return {ok: false, error: {kind: 'doesNotApply'}};
		if (operation.op === 'test') {
			if (!passes(result, operation.path, operation.value)) return {ok: false, error: {kind: 'doesNotApply'}};
			continue;
		}
		try {
			result = jsonPatch.applyOperation(result, operation as unknown as Operation, true, true).newDocument;
		} catch (error) {
			if (error instanceof Error && error.name in refusals) return {ok: false, error: {kind: 'doesNotApply'}};
			throw error;
		}
	}
	return {ok: true, value: result};
}

/** The names of the errors with which the library refuses a patch; any other error is a bug. */
const refusals: Readonly<Record<string, true>> = {
	SEQUENCE_NOT_AN_ARRAY: true,
	OPERATION_NOT_AN_OBJECT: true,
	OPERATION_OP_INVALID: true,
	OPERATION_PATH_INVALID: true,
	OPERATION_FROM_REQUIRED: true,
	OPERATION_VALUE_REQUIRED: true,
	OPERATION_VALUE_CANNOT_CONTAIN_UNDEFINED: true,
	OPERATION_PATH_CANNOT_ADD: true,
	OPERATION_PATH_UNRESOLVABLE: true,
	OPERATION_FROM_UNRESOLVABLE: true,
	OPERATION_PATH_ILLEGAL_ARRAY_INDEX: true,
	OPERATION_VALUE_OUT_OF_BOUNDS: true,
};

/** The API server's library, unlike RFC 6902, lets `test` with null pass on a field that its parent does not have. */
function passes(document: unknown, path: string, wanted: unknown): boolean {
	const segments = path
		.split('/')
		.slice(1)
		.map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
	const last = segments.pop();
	if (last === undefined) return sameJson(document, wanted);
	let parent: unknown = document;
	for (const segment of segments) parent = isContainer(parent) ? parent[segment] : undefined;
	if (!isContainer(parent)) return false;
	if (Object.hasOwn(parent, last)) return sameJson(parent[last], wanted ?? null);
	return !Array.isArray(parent) && (wanted ?? null) === null;
}

function goTypeOf(value: unknown): string {
	if (isRecord(value)) return 'object';
	return typeof value === 'boolean' ? 'bool' : typeof value;
}
