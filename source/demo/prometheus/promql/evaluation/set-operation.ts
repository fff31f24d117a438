import type {SetOperator, VectorMatching} from '../ast.ts';
import {signature, withoutName} from '../labels.ts';
import type {Vector, VectorSample} from '../values.ts';
import {matchingLabels} from './vector-matching.ts';

/** Applies `and`, `or`, `unless`: keeps or drops whole samples, depending on a match on the other side. */
export const setOperation = (
	{operator, matching}: {readonly operator: SetOperator; readonly matching: VectorMatching},
	left: Vector,
	right: Vector,
): Vector => {
	switch (operator) {
		case 'and':
			return left.filter(matchedBy(right, matching));
		case 'unless': {
			const isMatched = matchedBy(right, matching);
			return left.filter(sample => !isMatched(sample));
		}
		case 'or': {
			const isMatched = matchedBy(left, matching);
			return [...left, ...right.filter(sample => !isMatched(sample))];
		}
	}
};

/** Whether a sample of this vector has the same labels, of those that count. */
const matchedBy = (vector: Vector, matching: VectorMatching): ((sample: VectorSample) => boolean) => {
	const isWhole = matching.kind === 'ignoring' && matching.labels.length === 0;
	const labelsOf = ({labels}: VectorSample) => (isWhole ? withoutName(labels) : matchingLabels(labels, matching));
	// Where both sides ask for the same series, their labels are the same objects.
	const known = new Set(vector.map(labelsOf));
	let signatures: ReadonlySet<string> | undefined;
	return sample => {
		const labels = labelsOf(sample);
		if (known.has(labels)) return true;
		signatures ??= new Set([...known].map(signature));
		return signatures.has(signature(labels));
	};
};
