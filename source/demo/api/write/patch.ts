import type {Result} from '../../../domain/result.ts';
import type {KubeObject} from '../../contract.ts';
import type {Reply} from '../connection/exchange.ts';
import {isRecord} from '../frozen-json.ts';
import {badRequest, patchDoesNotApply, unsupportedMediaType} from '../status.ts';
import {applyJsonPatch} from './json-patch.ts';
import {applyMergePatch} from './merge-patch.ts';
import {applyStrategicMerge} from './strategic-merge.ts';

type PatchType = 'json-patch' | 'merge-patch' | 'strategic-merge-patch';

/** The kind of patch that a content type names; any other content type is refused. Server-side apply is not
 * offered. */
export function patchTypeOf(contentType: string | undefined, isCustom: boolean): Result<PatchType, Reply> {
	const offered = isCustom
		? (['json-patch', 'merge-patch'] as const)
		: (['json-patch', 'merge-patch', 'strategic-merge-patch'] as const);
	const asked = (contentType ?? '').split(';')[0]?.trim();
	const type = offered.find(candidate => asked === `application/${candidate}+json`);
	if (type !== undefined) return {ok: true, value: type};
	// The real server lists apply here; keep its text, so that clients see the same.
	const accepted = [...offered.map(name => `application/${name}+json`), 'application/apply-patch+yaml'];
	return {ok: false, error: unsupportedMediaType(accepted)};
}

export function applyPatch(type: PatchType, object: KubeObject, body: Buffer): Result<KubeObject, Reply> {
	let patch: unknown;
	try {
		patch = JSON.parse(body.toString('utf8'));
	} catch {
		return {ok: false, error: badRequest(`error decoding patch: ${goSyntaxError(body.toString('utf8'))}`)};
	}
	if (type === 'json-patch') {
		const patched = applyJsonPatch(object, patch);
		if (patched.ok) return asObject(patched.value);
		return {
			ok: false,
			error:
				patched.error.kind === 'malformed'
					? badRequest(`error decoding patch: ${patched.error.message}`)
					: patchDoesNotApply(),
		};
	}
	if (!isRecord(patch)) {
		return {
			ok: false,
			error: badRequest('error decoding patch: json: cannot unmarshal into Go value of type map[string]interface {}'),
		};
	}
	return asObject(type === 'merge-patch' ? applyMergePatch(object, patch) : applyStrategicMerge(object, patch));
}

function asObject(value: unknown): Result<KubeObject, Reply> {
	if (isRecord(value) && isRecord(value.metadata)) return {ok: true, value: value as unknown as KubeObject};
	return {ok: false, error: patchDoesNotApply()};
}

/** Roughly the error text of Go's decoder; clients must not rely on more than the status. */
export function goSyntaxError(text: string): string {
	const first = text.trimStart().charAt(0);
	if (first === '') return 'unexpected end of JSON input';
	return '{["-0123456789tfn'.includes(first)
		? 'unexpected end of JSON input'
		: `invalid character '${first}' looking for beginning of value`;
}
