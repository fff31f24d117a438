import {stringify} from 'yaml';
import type {Json, JsonObject} from '../domain/cluster/kube-object.ts';
import {line, type SafeText} from '../domain/text/safe-text.ts';
import {isMap} from './template.ts';

/** A value as YAML, in kubectl's form, one text for each line. */
export function yamlLines(value: Json): readonly SafeText[] {
	const text = stringify(value, {lineWidth: 0, indentSeq: false, aliasDuplicateObjects: false});
	return text.replace(/\n$/, '').split('\n').map(line);
}

/** The value with the fields of each object in one order, whichever order the server gave: `name` first, then by
 * the alphabet. */
export function inFieldOrder(value: Json): Json {
	if (Array.isArray(value)) return value.map(inFieldOrder);
	if (!isMap(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.toSorted(([one], [other]) => Number(other === 'name') - Number(one === 'name') || (one < other ? -1 : 1))
			.map(([key, member]) => [key, inFieldOrder(member)]),
	) as JsonObject;
}
