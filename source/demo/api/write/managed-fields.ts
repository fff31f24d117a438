import type {KubeObject, Writer} from '../../contract.ts';
import {compareFields, type FieldTree, fieldSet, fromTree, toTree} from './field-set.ts';

/** One entry of `metadata.managedFields`. */
interface ManagedFieldsEntry {
	readonly manager: string;
	readonly operation: 'Update' | 'Apply';
	readonly apiVersion: string;
	/** RFC 3339, seconds. */
	readonly time: string;
	readonly fieldsType: 'FieldsV1';
	readonly fieldsV1: FieldTree;
	readonly subresource?: string;
}

/** The owners of all fields after a write, by the rules of the API server: the writer gains every field that it
 * changed or added, other managers lose these and the removed ones, and a manager that owns nothing any more leaves
 * the list. `before` is undefined for a new object. */
export function trackManagedFields({
	before,
	after,
	writer,
	time,
	isCustom,
}: {
	before: KubeObject | undefined;
	after: KubeObject;
	writer: Writer;
	time: string;
	isCustom: boolean;
}): readonly ManagedFieldsEntry[] {
	const previous = (before?.metadata.managedFields ?? []) as readonly ManagedFieldsEntry[];
	const {written, removed} = before
		? compareFields(fieldSet(partsBut(before, after), isCustom), fieldSet(partsBut(after, before), isCustom))
		: compareFields(new Map(), fieldSet(after, isCustom));
	const isWriter = (entry: ManagedFieldsEntry) =>
		entry.manager === writer.manager && entry.operation === 'Update' && entry.subresource === writer.subresource;
	const entries: ManagedFieldsEntry[] = [];
	for (const entry of previous) {
		const owned = ownedBy(entry);
		const isTouched = isWriter(entry) && written.size > 0;
		const gained = isWriter(entry) ? [...written].filter(path => !owned.has(path)) : [];
		const lost = new Set([...removed, ...(isWriter(entry) ? [] : written)].filter(path => owned.has(path)));
		if (gained.length === 0 && lost.size === 0) {
			// Most writes take nothing from most managers; keep the same tree, so that its cached paths still apply.
			entries.push(isTouched ? {...entry, time} : entry);
			continue;
		}
		const kept = [...[...owned].filter(path => !lost.has(path)), ...gained];
		if (kept.length > 0) entries.push({...entry, ...(isTouched ? {time} : {}), fieldsV1: toTree(kept)});
	}
	if (written.size > 0 && !previous.some(isWriter)) {
		entries.push({
			manager: writer.manager,
			operation: 'Update',
			apiVersion: after.apiVersion,
			time,
			fieldsType: 'FieldsV1',
			fieldsV1: toTree(written),
			...(writer.subresource === undefined ? {} : {subresource: writer.subresource}),
		});
	}
	return entries.sort((left, right) => (left.time < right.time ? -1 : left.time > right.time ? 1 : 0));
}

/** The object without the parts that it shares with the other object: the writer did not change those. */
function partsBut(object: KubeObject, other: KubeObject): Record<string, unknown> {
	return Object.fromEntries(Object.entries(object).filter(([key, value]) => other[key] !== value));
}

const pathsByTree = new WeakMap<FieldTree, ReadonlySet<string>>();

/** The paths of an entry, cached by its tree: stored trees do not change. */
function ownedBy({fieldsV1}: ManagedFieldsEntry): ReadonlySet<string> {
	const known = pathsByTree.get(fieldsV1);
	if (known) return known;
	const paths = fromTree(fieldsV1);
	if (Object.isFrozen(fieldsV1)) pathsByTree.set(fieldsV1, paths);
	return paths;
}
