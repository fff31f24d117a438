import type {Json} from '../../domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../domain/release/plan.ts';
import {sameValue} from '../../domain/same-value.ts';
import {isSecretName, mask} from '../../domain/text/mask-text.ts';
import {maskedPart} from '../../manifests/mask.ts';
import {isMap} from '../../manifests/template.ts';

/** Fields of a pod template whose contents may hold secrets. */
const privateLists = new Set(['args', 'command']);
const privateMaps = new Set(['annotations', 'stringData', 'data']);

/** What says how many requests ingress-nginx sends to a canary: numbers and a switch. */
const weightAnnotation = /\/annotations\/nginx\.ingress\.kubernetes\.io~1canary(-weight(-total)?)?$/;

/** A request's body for the screen and the audit record: at any depth without all arguments and annotations, and
 * without what `describe` hides. The request itself is sent unmasked. */
export function maskPrivate(value: Json): Json {
	return maskedPart(withoutLists(value));
}

function withoutLists(value: Json): Json {
	if (Array.isArray(value)) return value.map(withoutLists);
	if (!isMap(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maskMember(key, member)]));
}

/** Masks the whole value of an operation whose path leads to a private place: `/spec/template/…/env/0/value`. */
export function maskOperation(operation: JsonPatchOperation): Json {
	if (operation.op === 'remove') return {...operation};
	if (weightAnnotation.test(operation.path)) return {...operation};
	const isPrivate = /\/(env|args|command|annotations)(\/|$)/.test(operation.path) || isSecretName(operation.path);
	return {...operation, value: isPrivate ? mask : maskPrivate(operation.value)};
}

/** Whether masking changes the operation. */
export function isMasked(operation: JsonPatchOperation): boolean {
	return !sameValue(maskOperation(operation), {...operation});
}

function maskMember(key: string, member: Json): Json {
	if (privateLists.has(key) && Array.isArray(member)) return member.map(() => mask);
	if (privateMaps.has(key) && isMap(member)) return Object.fromEntries(Object.keys(member).map(name => [name, mask]));
	return withoutLists(member);
}
