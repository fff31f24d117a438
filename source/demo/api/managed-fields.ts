import type {KubeObject, Writer} from '../contract.ts';
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

/** Who owns what after a write, by the rules of the API server: the writer gains every field that it changed or
 * added, the others lose these and the removed ones, and whoever owns nothing any more leaves the list.
 * `before` is undefined for a new object. */
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
	const {written, removed} = compareFields(
		before === undefined ? new Map() : fieldSet(before, isCustom),
		fieldSet(after, isCustom),
	);
	const isWriter = (entry: ManagedFieldsEntry) =>
		entry.manager === writer.manager && entry.operation === 'Update' && entry.subresource === writer.subresource;
	const entries: ManagedFieldsEntry[] = [];
	for (const entry of previous) {
		const owned = fromTree(entry.fieldsV1);
		const kept = isWriter(entry)
			? new Set([...without(owned, removed), ...written])
			: without(without(owned, removed), written);
		if (kept.size === 0) continue;
		const isTouched = isWriter(entry) && written.size > 0;
		// Most writes take nothing from most managers: what they own stays the same tree, not one like it.
		const isSame = kept.size === owned.size && [...kept].every(path => owned.has(path));
		entries.push({...entry, ...(isTouched ? {time} : {}), fieldsV1: isSame ? entry.fieldsV1 : toTree(kept)});
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

function without(owned: Set<string>, lost: Set<string>): Set<string> {
	return new Set([...owned].filter(path => !lost.has(path)));
}
