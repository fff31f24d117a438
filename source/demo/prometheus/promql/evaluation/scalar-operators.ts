import {
	type ArithmeticOperator,
	arithmeticOperators,
	type BinaryOperator,
	type ComparisonOperator,
	comparisonOperators,
	type SetOperator,
	setOperators,
} from '../ast.ts';

export const arithmetic: Readonly<Record<ArithmeticOperator, (left: number, right: number) => number>> = {
	'+': (left, right) => left + right,
	'-': (left, right) => left - right,
	'*': (left, right) => left * right,
	'/': (left, right) => left / right,
	'%': (left, right) => left % right,
	// Go returns 1 where JavaScript returns NaN.
	'^': (left, right) =>
		left === 1 || (left === -1 && Math.abs(right) === Number.POSITIVE_INFINITY) ? 1 : left ** right,
};

export const comparison: Readonly<Record<ComparisonOperator, (left: number, right: number) => boolean>> = {
	'==': (left, right) => left === right,
	'!=': (left, right) => left !== right,
	'>': (left, right) => left > right,
	'<': (left, right) => left < right,
	'>=': (left, right) => left >= right,
	'<=': (left, right) => left <= right,
};

export const isArithmetic = (operator: BinaryOperator): operator is ArithmeticOperator =>
	(arithmeticOperators as readonly string[]).includes(operator);

export const isComparison = (operator: BinaryOperator): operator is ComparisonOperator =>
	(comparisonOperators as readonly string[]).includes(operator);

export const isSetOperator = (operator: BinaryOperator): operator is SetOperator =>
	(setOperators as readonly string[]).includes(operator);
