import type {Json, JsonObject} from '../domain/cluster/kube-object.ts';
import {isMap} from './template.ts';

/** Lists of a pod template whose items have an identity, and the fields that are the identity. */
const identities: ReadonlyMap<string, readonly string[]> = new Map([
	['containers', ['name']],
	['initContainers', ['name']],
	['ephemeralContainers', ['name']],
	['env', ['name']],
	['volumes', ['name']],
	['imagePullSecrets', ['name']],
	['volumeMounts', ['mountPath']],
	['volumeDevices', ['devicePath']],
	['ports', ['containerPort', 'protocol']],
]);

/** What the item is called among the items of its list; null where only its place tells it from others. */
function itemKey(list: string, item: Json): string | null {
	const fields = identities.get(list);
	if (!fields || !isMap(item)) return null;
	const values = fields.map(field => item[field] ?? (field === 'protocol' ? 'TCP' : undefined));
	return values.some(value => value === undefined) ? null : values.map(String).join('/');
}

/** `from` with the items of its keyed lists in the order that they have in `to`, so that an order which means
 * nothing is no difference. An order that means something stays. */
export function alignedTo(to: Json | undefined, from: Json, list = ''): Json {
	if (Array.isArray(from)) return Array.isArray(to) ? alignedItems(to, from, list) : from;
	if (!isMap(from) || !isMap(to)) return from;
	return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, alignedTo(to[key], value, key)]));
}

function alignedItems(to: readonly Json[], from: readonly Json[], list: string): readonly Json[] {
	const keys = from.map(item => itemKey(list, item));
	const wanted = to.map(item => itemKey(list, item));
	if (!areIdentities(keys) || !areIdentities(wanted)) return from.map((item, at) => alignedTo(to[at], item));
	const inTo = (item: Json) => to[wanted.indexOf(itemKey(list, item))];
	const aligned = from.map(item => alignedTo(inTo(item), item));
	if (list === 'initContainers' || [...from, ...to].some(refersToVariable)) return aligned;
	const kept = aligned.filter(item => inTo(item) !== undefined);
	const inOrder = wanted.flatMap(key => kept.find(item => itemKey(list, item) === key) ?? []);
	// An item that is only in `from` stays behind the one that it followed there.
	return aligned.reduce<readonly Json[]>((so, item, at) => {
		if (inTo(item) !== undefined) return so;
		const before = at === 0 ? -1 : so.findIndex(other => itemKey(list, other) === keys[at - 1]);
		return so.toSpliced(before + 1, 0, item);
	}, inOrder);
}

/** A key that is there twice tells nothing: the last one of two variables counts, so their order means something. */
function areIdentities(keys: readonly (string | null)[]): boolean {
	return !keys.includes(null) && new Set(keys).size === keys.length;
}

/** A variable's value may hold variables that stand before it. */
function refersToVariable(item: Json): boolean {
	return isMap(item) && typeof item.value === 'string' && /\$\([A-Za-z_]/.test(item.value);
}

/** The items of a keyed list by their keys, `A` and `A (2)` where one is there twice; items without one by their
 * places. */
export function byKey(list: string, items: Json | undefined): ReadonlyMap<string, Json> {
	if (!Array.isArray(items)) return new Map();
	const counts = new Map<string, number>();
	return new Map(
		items.map((item: Json, at) => {
			const key = itemKey(list, item) ?? `[${at}]`;
			const count = (counts.get(key) ?? 0) + 1;
			counts.set(key, count);
			return [count === 1 ? key : `${key} (${count})`, item];
		}),
	);
}

export function fieldsOf(value: Json | undefined): JsonObject {
	return isMap(value) ? value : {};
}
