import type {Vector} from '../values.ts';
import {withLabel, writableLabel} from './label-replace.ts';

/** `label_join(v, target, separator, source…)`: the target label becomes the values of the source labels, joined. An
 * empty result removes the label. */
export const joinLabels = (vector: Vector, texts: readonly string[]): Vector => {
	const [target = '', separator = '', ...sources] = texts;
	writableLabel('label_join', target);
	return vector.map(({labels, value}) => ({
		labels: withLabel(labels, target, sources.map(source => labels[source] ?? '').join(separator)),
		value,
	}));
};
