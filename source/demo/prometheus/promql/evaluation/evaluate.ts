import type {Expr} from '../ast.ts';
import type {Value, Vector} from '../values.ts';
import {aggregate} from './aggregate.ts';
import {binary} from './binary.ts';
import {callFunction} from './call-function.ts';
import type {EvalContext} from './eval-context.ts';
import {instantVector, rangeWindows} from './selectors.ts';
import {subqueryWindows} from './subquery.ts';
import {timestamps} from './timestamps.ts';
import {uniqueLabels, withoutNames} from './vector-labels.ts';

/** Evaluates a checked expression at one point in time. */
export const evaluate = (expr: Expr, atMs: number, context: EvalContext): Value => {
	context.checkDeadline();
	switch (expr.kind) {
		case 'number':
			return {type: 'scalar', value: expr.value};
		case 'string':
			return {type: 'string', value: expr.value};
		case 'parentheses':
			return evaluate(expr.expr, atMs, context);
		case 'vectorSelector':
			return vector(instantVector(expr, atMs, context));
		case 'matrixSelector':
			return {type: 'matrix', windows: rangeWindows(expr, atMs, context)};
		case 'subquery': {
			const inner = (innerMs: number) => vectorOf(evaluate(expr.expr, innerMs, context));
			return {type: 'matrix', windows: subqueryWindows(expr, {atMs, context, evaluateAt: inner})};
		}
		case 'negation': {
			const value = evaluate(expr.expr, atMs, context);
			if (value.type === 'scalar') return {type: 'scalar', value: -value.value};
			return vector(uniqueLabels(withoutNames(vectorOf(value).map(({labels, value: v}) => ({labels, value: -v})))));
		}
		case 'aggregate': {
			const most = expr.parameter && evaluate(expr.parameter, atMs, context);
			const samples = vectorOf(evaluate(expr.expr, atMs, context));
			return vector(aggregate(expr, samples, context, most?.type === 'scalar' ? most.value : 0));
		}
		case 'binary':
			return binary(expr, evaluate(expr.left, atMs, context), evaluate(expr.right, atMs, context));
		case 'call': {
			// `timestamp` is the only function that needs the times of samples, not only their values.
			const ofSelector = expr.name === 'timestamp' ? timestamps(expr.args[0], atMs, context) : undefined;
			if (ofSelector !== undefined) return vector(ofSelector);
			const args = expr.args.map(arg => evaluate(arg, atMs, context));
			return callFunction(expr.name, args, {atMs, semantics: context.semantics});
		}
	}
};

const vector = (samples: Vector): Value => ({type: 'vector', vector: samples});

const vectorOf = (value: Value): Vector => {
	if (value.type !== 'vector') throw new Error(`expected a vector, got a ${value.type}: checkTypes let it pass`);
	return value.vector;
};
