import type {Result} from '../../../domain/result.ts';
import type {KubeObject} from '../../contract.ts';
import {isRecord} from '../frozen-json.ts';
import type {Resource} from '../resources.ts';
import {parseLabelSelector} from './label-selector.ts';

export type Predicate = (object: KubeObject) => boolean;

/** The `labelSelector` and `fieldSelector` of a list or watch. The error is the text of a 400. */
export function parseSelectors(query: URLSearchParams, resource: Resource): Result<Predicate | undefined, string> {
	const labels = query.get('labelSelector') ?? '';
	const fields = query.get('fieldSelector') ?? '';
	if (labels === '' && fields === '') return {ok: true, value: undefined};
	const byLabel = parseLabelSelector(labels);
	if (!byLabel.ok) return byLabel;
	const byField = parseFieldSelector(fields, resource);
	if (!byField.ok) return byField;
	return {ok: true, value: object => byLabel.value(object.metadata.labels ?? {}) && byField.value(object)};
}

function parseFieldSelector(text: string, resource: Resource): Result<Predicate, string> {
	const terms: Predicate[] = [];
	for (const term of text.split(',').filter(part => part !== '')) {
		const [, field, operator, wanted = ''] = /^([^=!]+)(==|!=|=)(.*)$/.exec(term) ?? [];
		if (field === undefined) {
			return {ok: false, error: `unable to parse requirement: invalid selector: '${term}'; can't understand '${term}'`};
		}
		if (!isSelectable(resource, field)) return {ok: false, error: `field label not supported: ${field}`};
		const path = field.split('.');
		terms.push(object => (fieldText(object, path) === wanted) === (operator !== '!='));
	}
	return {ok: true, value: object => terms.every(term => term(object))};
}

const selectable: Readonly<Record<string, readonly string[]>> = {
	pods: ['status.phase', 'spec.nodeName', 'spec.restartPolicy', 'status.podIP'],
	events: ['reason', 'type', 'source', 'reportingComponent'],
	namespaces: ['status.phase'],
	'replicasets.apps': ['status.replicas'],
};

function isSelectable(resource: Resource, field: string): boolean {
	if (field === 'metadata.name' || (field === 'metadata.namespace' && resource.isNamespaced)) return true;
	if (resource.id === 'events' && /^involvedObject\.\w+$/.test(field)) return true;
	return selectable[resource.id]?.includes(field) ?? false;
}

function fieldText(object: KubeObject, path: readonly string[]): string {
	let value: unknown = object;
	for (const part of path) value = isRecord(value) ? value[part] : undefined;
	return value === undefined || value === null ? '' : String(value);
}
