import type {SetOperator, VectorMatching} from './ast.ts';
import {signature} from './labels.ts';
import type {Vector} from './values.ts';
import {matchingLabels} from './vector-matching.ts';

/** Applies `and`, `or`, `unless`: keeps or drops whole samples, depending on a match on the other side. */
export const setOperation = (
	{operator, matching}: {readonly operator: SetOperator; readonly matching: VectorMatching},
	left: Vector,
	right: Vector,
): Vector => {
	const keysOf = (vector: Vector) => new Set(vector.map(({labels}) => signature(matchingLabels(labels, matching))));
	const without = (vector: Vector, keys: ReadonlySet<string>) =>
		vector.filter(({labels}) => !keys.has(signature(matchingLabels(labels, matching))));
	switch (operator) {
		case 'and': {
			const keys = keysOf(right);
			return left.filter(({labels}) => keys.has(signature(matchingLabels(labels, matching))));
		}
		case 'unless':
			return without(left, keysOf(right));
		case 'or':
			return [...left, ...without(right, keysOf(left))];
	}
};
