import type {Expr} from '../ast.ts';
import {withoutName} from '../labels.ts';
import type {Vector} from '../values.ts';
import type {EvalContext} from './eval-context.ts';
import {newestSamples} from './selectors.ts';

/** When the samples of a plain selector were taken, in seconds. Undefined for any other expression: its samples
 * have the evaluation time. */
export const timestamps = (expr: Expr | undefined, atMs: number, context: EvalContext): Vector | undefined => {
	if (expr?.kind === 'parentheses') return timestamps(expr.expr, atMs, context);
	if (expr?.kind !== 'vectorSelector') return undefined;
	return newestSamples(expr, atMs, context).map(({labels, sample}) => ({
		labels: withoutName(labels),
		value: sample.atMs / 1000,
	}));
};
