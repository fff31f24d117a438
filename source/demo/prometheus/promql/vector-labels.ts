import {signature, withoutName} from './labels.ts';
import {PromqlError} from './promql-error.ts';
import type {Vector} from './values.ts';

export const withoutNames = (vector: Vector): Vector =>
	vector.map(({labels, value}) => ({labels: withoutName(labels), value}));

/** Returns the vector unchanged. Throws when two of its samples have the same labels, as after dropping the names
 * of two metrics. */
export const uniqueLabels = (vector: Vector): Vector => {
	const seen = new Set(vector.map(({labels}) => signature(labels)));
	if (seen.size === vector.length) return vector;
	throw new PromqlError('execution', 'vector cannot contain metrics with the same labelset');
};
