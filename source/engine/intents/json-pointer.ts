import type {Json} from '../../domain/cluster/kube-object.ts';
import type {JsonPatchOperation, Predicate} from '../../domain/release/plan.ts';

/** The value at a JSON pointer (RFC 6901); undefined when there is none. */
export function valueAt(document: Json, pointer: string): Json | undefined {
	if (pointer === '') return document;
	let value: Json | undefined = document;
	for (const token of pointer.slice(1).split('/')) {
		if (value === null || typeof value !== 'object') return undefined;
		const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
		if (Array.isArray(value)) value = /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
		else value = Object.hasOwn(value, key) ? (value as {readonly [key: string]: Json})[key] : undefined;
	}
	return value;
}

export function holds(document: Json, predicate: Predicate): boolean {
	switch (predicate.op) {
		case 'anyOf':
			return predicate.predicates.some(part => holds(document, part));
		case 'equals': {
			const value = valueAt(document, predicate.pointer);
			return value !== undefined && isSame(value, predicate.value);
		}
		case 'differs': {
			const value = valueAt(document, predicate.pointer);
			return value === undefined || !isSame(value, predicate.value);
		}
		case 'absent':
			return (valueAt(document, predicate.pointer) ?? null) === null;
		case 'atLeast': {
			const value = valueAt(document, predicate.pointer);
			return typeof value === 'number' && value >= predicate.value;
		}
	}
}

/** Whether every precondition of a patch still holds, as the server would judge it. */
export function preconditionsHold(document: Json, patch: readonly JsonPatchOperation[]): boolean {
	return patch.every(operation => {
		const value = valueAt(document, operation.path);
		if (operation.op === 'test') return value !== undefined && isSame(value, operation.value);
		return operation.op !== 'remove' || value !== undefined;
	});
}

function isSame(one: Json, other: Json): boolean {
	if (one === other) return true;
	if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return false;
	const isList = Array.isArray(one);
	if (isList !== Array.isArray(other)) return false;
	const left = one as {readonly [key: string]: Json};
	const right = other as {readonly [key: string]: Json};
	const keys = Object.keys(left);
	return (
		keys.length === Object.keys(right).length &&
		keys.every(key => {
			const [a, b] = [left[key], right[key]];
			return a !== undefined && b !== undefined && isSame(a, b);
		})
	);
}
