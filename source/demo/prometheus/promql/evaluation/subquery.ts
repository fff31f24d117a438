import type {Subquery} from '../ast.ts';
import {type Labels, signature} from '../labels.ts';
import type {Sample} from '../series-source.ts';
import type {Vector, Window} from '../values.ts';
import type {EvalContext} from './eval-context.ts';
import {rangeStartMs, shiftedMs, spanOf} from './selectors.ts';

interface Evaluation {
	readonly atMs: number;
	readonly context: EvalContext;
	readonly evaluateAt: (atMs: number) => Vector;
}

/** Evaluates the inner expression at each multiple of the step within the range. The multiples are absolute, so
 * that the steps of an outer range query share the inner results. */
export const subqueryWindows = (expr: Subquery, {atMs, context, evaluateAt}: Evaluation): readonly Window[] => {
	const toMs = shiftedMs(expr.shift, atMs, context);
	const fromMs = toMs - expr.rangeMs;
	const stepMs = expr.stepMs ?? context.evaluationIntervalMs;
	const known = context.memo(expr, () => new Map<number, Vector>());

	const bySeries = new Map<string, {readonly labels: Labels; readonly samples: Sample[]}>();
	for (
		let stepAtMs = Math.ceil(rangeStartMs(fromMs, context) / stepMs) * stepMs;
		stepAtMs <= toMs;
		stepAtMs += stepMs
	) {
		const vector = known.get(stepAtMs) ?? evaluateAt(stepAtMs);
		known.set(stepAtMs, vector);
		for (const {labels, value} of vector) {
			const key = signature(labels);
			const series = bySeries.get(key) ?? {labels, samples: []};
			bySeries.set(key, series);
			series.samples.push({atMs: stepAtMs, value});
		}
	}
	return [...bySeries.values()].map(({labels, samples}) => ({
		labels,
		fromMs,
		toMs,
		samples: () => samples,
		span: () => spanOf(samples),
		isMonotone: false,
	}));
};
