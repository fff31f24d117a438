import type {Binary, VectorMatching} from '../ast.ts';
import {type Labels, omitLabels, pickLabels, signature, withoutName} from '../labels.ts';
import {PromqlError} from '../promql-error.ts';
import type {Vector, VectorSample} from '../values.ts';
import {isArithmetic} from './scalar-operators.ts';

interface Sides {
	readonly left: Vector;
	readonly right: Vector;
	/** The value of a pair; undefined when a comparison filters the pair out. */
	readonly combine: (left: number, right: number) => number | undefined;
}

/** Pairs the samples of two vectors by the labels that `on` or `ignoring` select. */
export const matchVectors = (expr: Binary, {left, right, combine}: Sides): Vector => {
	const {matching} = expr;
	if (left.length === 0 || right.length === 0) return [];
	const isSwapped = matching.many === 'right';
	const [many, one] = isSwapped ? [right, left] : [left, right];
	const partners = indexOnce(one, matching, isSwapped ? 'left' : 'right');

	const taken = new Set<string>();
	return many.flatMap(sample => {
		const group = signature(matchingLabels(sample.labels, matching));
		const partner = partners.get(group);
		if (partner === undefined) return [];
		const value = isSwapped ? combine(partner.value, sample.value) : combine(sample.value, partner.value);
		if (value === undefined) return [];
		const labels = resultLabels(expr, sample.labels, partner.labels);
		const key = matching.many === 'neither' ? group : signature(labels);
		if (taken.has(key)) throw ambiguous(matching);
		taken.add(key);
		return [{labels, value}];
	});
};

/** The labels by which samples are paired. */
export const matchingLabels = (labels: Labels, {kind, labels: names}: VectorMatching): Labels =>
	kind === 'on' ? pickLabels(labels, names) : omitLabels(labels, ['__name__', ...names]);

const indexOnce = (vector: Vector, matching: VectorMatching, side: string): ReadonlyMap<string, VectorSample> => {
	const index = new Map<string, VectorSample>();
	for (const sample of vector) {
		const group = matchingLabels(sample.labels, matching);
		const key = signature(group);
		const other = index.get(key);
		if (other !== undefined) {
			const pair = `[${shownLabels(sample.labels)}, ${shownLabels(other.labels)}]`;
			throw new PromqlError(
				'execution',
				`found duplicate series for the match group ${shownLabels(group)} on the ${side} hand-side of the operation: ${pair};many-to-many matching not allowed: matching labels must be unique on one side`,
			);
		}
		index.set(key, sample);
	}
	return index;
};

const resultLabels = ({operator, returnsBool, matching}: Binary, many: Labels, one: Labels): Labels => {
	const named = isArithmetic(operator) || returnsBool ? withoutName(many) : many;
	if (matching.many === 'neither') {
		return matching.kind === 'on' ? pickLabels(named, matching.labels) : omitLabels(named, matching.labels);
	}
	return {...omitLabels(named, matching.include), ...pickLabels(one, matching.include)};
};

const ambiguous = ({many}: VectorMatching) =>
	new PromqlError(
		'execution',
		many === 'neither'
			? 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)'
			: 'multiple matches for labels: grouping labels must ensure unique matches',
	);

const shownLabels = (labels: Labels): string =>
	`{${Object.entries(labels)
		.map(([name, value]) => `${name}=${JSON.stringify(value)}`)
		.join(', ')}}`;
