import {type Labels, omitLabels} from '../labels.ts';
import {anchored} from '../matchers.ts';
import {PromqlError} from '../promql-error.ts';
import type {Vector} from '../values.ts';

/** `label_replace(v, target, replacement, source, regex)`: where the source label matches, the target label becomes
 * the replacement with `$1` and `${name}` filled in. An empty result removes the label. */
export const replaceLabel = (vector: Vector, texts: readonly string[]): Vector => {
	const [target = '', replacement = '', source = '', regex = ''] = texts;
	writableLabel('label_replace', target);
	const pattern = anchored(regex);
	return vector.map(({labels, value}) => {
		const match = pattern.exec(labels[source] ?? '');
		return match === null ? {labels, value} : {labels: withLabel(labels, target, expanded(replacement, match)), value};
	});
};

/** Throws of a name that no label may have. */
export const writableLabel = (by: string, target: string): void => {
	if (/^[a-zA-Z_]\w*$/.test(target)) return;
	throw new PromqlError('execution', `invalid destination label name in ${by}(): ${target}`);
};

export const withLabel = (labels: Labels, name: string, value: string): Labels =>
	value === '' ? omitLabels(labels, [name]) : {...labels, [name]: value};

const expanded = (template: string, match: RegExpExecArray): string =>
	template.replaceAll(/\$(\$|\w+|\{\w+\})/g, (_, reference: string) => {
		if (reference === '$') return '$';
		const name = reference.replaceAll(/[{}]/g, '');
		return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
	});
