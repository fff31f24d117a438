import type {Json} from '../../domain/kube-object.ts';
import type {JsonPatchOperation} from '../../domain/plan.ts';
import {sameValue} from '../../domain/same-value.ts';
import {mask} from '../../manifests/mask.ts';
import {isMap} from '../../manifests/template.ts';

/** Fields of a pod template whose contents may hold secrets. */
const privateLists = new Set(['args', 'command']);
const privateMaps = new Set(['annotations', 'stringData', 'data']);

/** A request's body for the screen and the audit record: values of environment variables, arguments and
 * annotations are masked at any depth. The request itself is sent unmasked. */
export function maskPrivate(value: Json): Json {
	if (Array.isArray(value)) return value.map(maskPrivate);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maskMember(key, member)]));
}

/** Masks the whole value of an operation whose path leads to a private place: `/spec/template/…/env/0/value`. */
export function maskOperation(operation: JsonPatchOperation): Json {
	if (operation.op === 'remove') return {...operation};
	const isPrivate = /\/(env|args|command|annotations)(\/|$)/.test(operation.path);
	return {...operation, value: isPrivate ? mask : maskPrivate(operation.value)};
}

/** Whether masking changes the operation. */
export function isMasked(operation: JsonPatchOperation): boolean {
	return !sameValue(maskOperation(operation), {...operation});
}

function maskMember(key: string, member: Json): Json {
	if (key === 'env' && Array.isArray(member)) return member.map(maskVariable);
	if (privateLists.has(key) && Array.isArray(member)) return member.map(() => mask);
	if (privateMaps.has(key) && isMap(member)) return Object.fromEntries(Object.keys(member).map(name => [name, mask]));
	return maskPrivate(member);
}

function maskVariable(variable: Json): Json {
	return isMap(variable) && 'value' in variable ? {...variable, value: mask} : variable;
}
