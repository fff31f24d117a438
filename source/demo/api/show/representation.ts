import type {KubeObject} from '../../contract.ts';
import {tableJson} from './table.ts';
import {itemJson, type ListMetadata, objectJson, partialHead, partialJson, type ServedResource} from './wire-json.ts';

/** How a client wants to see objects: whole, only their metadata, or as table rows. */
export interface Representation {
	readonly as: 'object' | 'partial' | 'table';
	/** Which part of the object a table row carries beside its cells. */
	readonly includeObject: string;
}

/** The first type in an Accept header that the server can write; undefined when there is none. */
export function negotiate(accept: string | undefined, query: URLSearchParams): Representation | undefined {
	const includeObject = query.get('includeObject') ?? 'Metadata';
	for (const type of (accept ?? '*/*').split(',')) {
		const [name = '', ...parameters] = type.split(';').map(part => part.trim());
		if (!['application/json', 'application/*', '*/*'].includes(name)) continue;
		const as = parameters.find(parameter => parameter.startsWith('as='))?.slice(3);
		if (as === undefined) return {as: 'object', includeObject};
		if (as === 'Table') return {as: 'table', includeObject};
		if (as.startsWith('PartialObjectMetadata')) return {as: 'partial', includeObject};
	}
	return undefined;
}

/** One object, as the answer to a get or inside a watch event. `isFirst` is false for the later events of one watch:
 * their tables leave out the columns. */
export function representObject(
	object: KubeObject,
	served: ServedResource,
	{as, includeObject}: Representation,
	{nowMs, isFirst = true}: {nowMs: number; isFirst?: boolean},
): string {
	switch (as) {
		case 'object':
			return objectJson(object, served);
		case 'partial':
			return partialJson(object);
		case 'table': {
			const metadata = {resourceVersion: object.metadata.resourceVersion ?? ''};
			return tableJson([object], served, {metadata, includeObject, nowMs, hasColumns: isFirst});
		}
	}
}

export function representList(
	objects: readonly KubeObject[],
	served: ServedResource,
	{as, includeObject}: Representation,
	{metadata, nowMs}: {metadata: ListMetadata; nowMs: number},
): string {
	switch (as) {
		case 'object': {
			const {group, kind} = served.resource;
			const apiVersion = group === '' ? served.version : `${group}/${served.version}`;
			const items = objects.map(object => itemJson(object, served));
			return listJson({kind: `${kind}List`, apiVersion}, metadata, items);
		}
		case 'partial':
			return listJson({...partialHead, kind: `${partialHead.kind}List`}, metadata, objects.map(partialJson));
		case 'table':
			return tableJson(objects, served, {metadata, includeObject, nowMs, hasColumns: true});
	}
}

function listJson(head: {kind: string; apiVersion: string}, metadata: ListMetadata, items: readonly string[]): string {
	return `${JSON.stringify({...head, metadata}).slice(0, -1)},"items":[${items.join(',')}]}`;
}
