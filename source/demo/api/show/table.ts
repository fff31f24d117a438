import type {KubeObject} from '../../contract.ts';
import {columnsOf} from './table-columns.ts';
import {type ListMetadata, objectJson, partialJson, type ServedResource} from './wire-json.ts';

/** A `meta.k8s.io/v1` Table: what `kubectl get` prints. */
export function tableJson(
	objects: readonly KubeObject[],
	served: ServedResource,
	{
		metadata,
		includeObject,
		nowMs,
		hasColumns,
	}: {metadata: ListMetadata; includeObject: string; nowMs: number; hasColumns: boolean},
): string {
	const columns = columnsOf(served.resource);
	const columnDefinitions = columns.map(({name, type, format = '', description, priority = 0}) => ({
		name,
		type,
		format,
		description,
		priority,
	}));
	const rows = objects.map(object => {
		const cells = JSON.stringify(columns.map(({cell}) => cell(object, nowMs) ?? null));
		const shown = includeObject === 'Object' ? objectJson(object, served) : partialJson(object);
		return includeObject === 'None' ? `{"cells":${cells}}` : `{"cells":${cells},"object":${shown}}`;
	});
	const head = {
		kind: 'Table',
		apiVersion: 'meta.k8s.io/v1',
		metadata,
		columnDefinitions: hasColumns ? columnDefinitions : null,
	};
	return `${JSON.stringify(head).slice(0, -1)},"rows":[${rows.join(',')}]}`;
}
