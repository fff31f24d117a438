import type {Binary, BinaryOperator} from '../ast.ts';
import type {Value, Vector} from '../values.ts';
import {arithmetic, comparison, isArithmetic, isComparison, isSetOperator} from './scalar-operators.ts';
import {setOperation} from './set-operation.ts';
import {uniqueLabels, withoutNames} from './vector-labels.ts';
import {matchVectors} from './vector-matching.ts';

/** Applies an operator to two values of types that checkTypes allows. */
export const binary = (expr: Binary, left: Value, right: Value): Value => {
	if (left.type === 'scalar' && right.type === 'scalar') {
		return {type: 'scalar', value: outcome(expr.operator, left.value, right.value).value};
	}
	if (left.type === 'vector' && right.type === 'vector') {
		const {operator} = expr;
		if (isSetOperator(operator)) {
			return {type: 'vector', vector: setOperation({operator, matching: expr.matching}, left.vector, right.vector)};
		}
		const combine = (a: number, b: number) => shown(expr, outcome(operator, a, b), a);
		return {type: 'vector', vector: matchVectors(expr, {left: left.vector, right: right.vector, combine})};
	}
	if (left.type === 'vector' && right.type === 'scalar') {
		return withScalar(expr, left.vector, value => outcome(expr.operator, value, right.value));
	}
	if (left.type === 'scalar' && right.type === 'vector') {
		return withScalar(expr, right.vector, value => outcome(expr.operator, left.value, value));
	}
	throw new Error(`${left.type} ${expr.operator} ${right.type}: checkTypes let it pass`);
};

interface Outcome {
	readonly value: number;
	/** False where a comparison without `bool` filters the sample out. */
	readonly holds: boolean;
}

const outcome = (operator: BinaryOperator, left: number, right: number): Outcome => {
	if (isArithmetic(operator)) return {value: arithmetic[operator](left, right), holds: true};
	if (!isComparison(operator)) throw new Error(`${operator} between scalars: checkTypes let it pass`);
	const holds = comparison[operator](left, right);
	return {value: holds ? 1 : 0, holds};
};

/** The new value of a vector's sample; undefined when it is filtered out. A filter keeps the sample's own value. */
const shown = ({operator, returnsBool}: Binary, {value, holds}: Outcome, own: number): number | undefined => {
	if (isArithmetic(operator) || returnsBool) return value;
	return holds ? own : undefined;
};

const withScalar = (expr: Binary, vector: Vector, apply: (value: number) => Outcome): Value => {
	const kept = vector.flatMap(({labels, value}) => {
		const result = shown(expr, apply(value), value);
		return result === undefined ? [] : [{labels, value: result}];
	});
	const dropsName = isArithmetic(expr.operator) || expr.returnsBool;
	return {type: 'vector', vector: dropsName ? uniqueLabels(withoutNames(kept)) : kept};
};
