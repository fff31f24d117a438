import type {Json, RawObject} from '../../domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../domain/release/plan.ts';

/** A JSON pointer (RFC 6901) from its parts: `/` and `~` within a part are escaped. */
export function pointer(...parts: readonly (string | number)[]): string {
	return parts.map(part => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The value under these keys of a raw object; undefined if there is none. */
export function rawAt(object: Json | undefined, ...parts: readonly (string | number)[]): Json | undefined {
	let value = object;
	for (const part of parts) {
		if (value === null || typeof value !== 'object') return undefined;
		value = Object.hasOwn(value, part) ? (value as Readonly<Record<string, Json>>)[part] : undefined;
	}
	return value;
}

/**
 * The precondition that a field still has its value on this object; none for an absent field: a JSON patch
 * cannot test absence.
 */
export function testOf(object: RawObject, ...parts: readonly (string | number)[]): readonly JsonPatchOperation[] {
	const value = rawAt(object, ...parts);
	return value === undefined ? [] : [{op: 'test', path: pointer(...parts), value}];
}

/** Sets a field back to its value on this object; removes the field if this object has none. */
export function restoreOf(object: RawObject, ...parts: readonly (string | number)[]): JsonPatchOperation {
	const value = rawAt(object, ...parts);
	const path = pointer(...parts);
	return value === undefined ? {op: 'remove', path} : {op: 'replace', path, value};
}
