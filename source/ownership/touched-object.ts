import type {Json, RawObject} from '../domain/cluster/kube-object.ts';

/** An object that perch is about to change, from a live read, and the places that the change writes. */
export interface TouchedObject {
	readonly object: RawObject;
	readonly subresource: 'status' | null;
	/** JSON pointers of the places that the change writes. */
	readonly pointers: readonly string[];
}

export function annotationOf(object: RawObject, key: string): string | null {
	return textAt(object, 'annotations', key);
}

export function labelOf(object: RawObject, key: string): string | null {
	return textAt(object, 'labels', key);
}

function textAt(object: RawObject, part: 'labels' | 'annotations', key: string): string | null {
	const value = member(member(member(object, 'metadata'), part), key);
	return typeof value === 'string' ? value : null;
}

/**
 * Whether a manager has written one of these places, by managedFields. `unknown` if managedFields has no entry
 * of that manager: callers then take the manager for the writer of everything.
 */
export function isWriterOf(
	object: RawObject,
	isManager: (name: string) => boolean,
	pointers: readonly string[],
): 'yes' | 'no' | 'unknown' {
	const entries = member(member(object, 'metadata'), 'managedFields');
	if (!Array.isArray(entries)) return 'unknown';
	const own = entries.filter(
		entry => isManager(String(member(entry, 'manager'))) && member(entry, 'subresource') === undefined,
	);
	if (own.length === 0) return 'unknown';
	const isWritten = own.some(entry => pointers.some(pointer => ownsField(member(entry, 'fieldsV1'), pointer)));
	return isWritten ? 'yes' : 'no';
}

/**
 * Whether `fieldsV1` names this place: follows the pointer through the `f:` keys. List items have other keys
 * (`k:{…}`, `v:…`), so every place inside such a list counts as owned, and so does every place below an owned
 * leaf.
 */
export function ownsField(fields: Json | undefined, pointer: string): boolean {
	let at = fields;
	for (const token of pointer.slice(1).split('/')) {
		if (at === null || typeof at !== 'object' || at === undefined) return false;
		const keys = Object.keys(at);
		if (keys.every(key => key === '.')) return true;
		if (/^\d+$/.test(token))
			return keys.some(key => key.startsWith('k:') || key.startsWith('v:') || key.startsWith('i:'));
		const next = member(at, `f:${token.replaceAll('~1', '/').replaceAll('~0', '~')}`);
		if (next === undefined) return false;
		at = next;
	}
	return true;
}

function member(value: Json | undefined, key: string): Json | undefined {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
	return Object.hasOwn(value, key) ? (value as {readonly [name: string]: Json})[key] : undefined;
}
