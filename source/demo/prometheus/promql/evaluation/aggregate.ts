import type {Aggregate, ReducingOperator} from '../ast.ts';
import {type Labels, omitLabels, pickLabels, signature} from '../labels.ts';
import type {Vector} from '../values.ts';
import type {EvalContext} from './eval-context.ts';

/** Evaluates `sum by (…)` and similar aggregations: one sample per group of labels; `topk` gives the `most` greatest
 * samples of each group as they are. */
export const aggregate = (expr: Aggregate, vector: Vector, context: EvalContext, most = 0): Vector => {
	const {operator} = expr;
	if (operator === 'topk') return greatest(expr, vector, context, most);
	const groupOf = context.memo(expr, () => createGrouping(expr));
	const groups = new Map<Group, number[]>();
	for (const {labels, value} of vector) {
		const group = groupOf(labels);
		const values = groups.get(group);
		if (values === undefined) groups.set(group, [value]);
		else values.push(value);
	}
	return [...groups].map(([{labels}, values]) => ({labels, value: reducers[operator](values)}));
};

const greatest = (expr: Aggregate, vector: Vector, context: EvalContext, most: number): Vector => {
	const groupOf = context.memo(expr, () => createGrouping(expr));
	const rank = (value: number) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value);
	return [...Map.groupBy(vector, ({labels}) => groupOf(labels)).values()].flatMap(group =>
		group.toSorted((one, other) => rank(other.value) - rank(one.value)).slice(0, Math.max(0, Math.trunc(most))),
	);
};

interface Group {
	readonly labels: Labels;
}

/** Returns the same group object for the same labels, as a range query asks at every step. */
const createGrouping = ({grouping}: Aggregate): ((labels: Labels) => Group) => {
	const bySignature = new Map<string, Group>();
	const byLabels = new WeakMap<Labels, Group>();
	return labels => {
		const known = byLabels.get(labels);
		if (known !== undefined) return known;
		const others = () => omitLabels(labels, ['__name__', ...grouping.labels]);
		const key = grouping.kind === 'by' ? valuesOf(labels, grouping.labels) : signature(others());
		const group = bySignature.get(key) ?? {
			labels: grouping.kind === 'by' ? pickLabels(labels, grouping.labels) : others(),
		};
		bySignature.set(key, group);
		byLabels.set(labels, group);
		return group;
	};
};

/** A text that is equal for equal values of these labels. */
const valuesOf = (labels: Labels, names: readonly string[]): string => {
	let values = '';
	for (const name of names) values += `${labels[name] ?? ''}\u0000`;
	return values;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** NaN only when every value is NaN. */
const extreme = (values: readonly number[], isBeyond: (value: number, best: number) => boolean): number =>
	values.reduce((best, value) => (Number.isNaN(best) || isBeyond(value, best) ? value : best), Number.NaN);

const reducers: Readonly<Record<ReducingOperator, (values: readonly number[]) => number>> = {
	sum,
	avg: values => sum(values) / values.length,
	count: values => values.length,
	max: values => extreme(values, (value, best) => value > best),
	min: values => extreme(values, (value, best) => value < best),
};
