import {type Labels, signature, withoutName} from '../labels.ts';
import {PromqlError} from '../promql-error.ts';
import type {Vector} from '../values.ts';

export const withoutNames = (vector: Vector): Vector =>
	vector.map(({labels, value}) => ({labels: withoutName(labels), value}));

/** Returns the vector unchanged. Throws when two of its samples have the same labels, as after dropping the names
 * of two metrics. */
export const uniqueLabels = (vector: Vector): Vector => {
	if (vector.length < 2) return vector;
	const seen = new Set(vector.map(({labels}) => signature(labels)));
	if (seen.size === vector.length) return vector;
	throw new PromqlError('execution', 'vector cannot contain metrics with the same labelset');
};

/** The same for samples of series that lost only their names: with one name all of them stay different, and there are
 * ten thousands of them. */
export const uniqueNameless = (vector: Vector, origins: readonly {readonly labels: Labels}[]): Vector => {
	const name = origins[0]?.labels.__name__;
	return origins.every(({labels}) => labels.__name__ === name) ? vector : uniqueLabels(vector);
};
