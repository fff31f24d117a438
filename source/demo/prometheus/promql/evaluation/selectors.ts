import type {MatrixSelector, TimeShift, VectorSelector} from '../ast.ts';
import type {Labels} from '../labels.ts';
import type {Sample, Series} from '../series-source.ts';
import type {Vector, Window} from '../values.ts';
import type {EvalContext} from './eval-context.ts';

/** The newest sample of each series, unless it is older than the lookback or the series has ended. */
export const instantVector = (selector: VectorSelector, atMs: number, context: EvalContext): Vector =>
	newestSamples(selector, atMs, context).map(({labels, sample}) => ({labels, value: sample.value}));

export const newestSamples = (
	selector: VectorSelector,
	atMs: number,
	context: EvalContext,
): readonly {readonly labels: Labels; readonly sample: Sample}[] => {
	const toMs = shiftedMs(selector.shift, atMs, context);
	const fromMs = rangeStartMs(toMs - context.lookbackMs, context);
	return context.seriesOf(selector).flatMap(series => {
		const sample = series.newest(fromMs, toMs);
		return sample === undefined || sample === 'stale' ? [] : [{labels: series.labels, sample}];
	});
};

/** The samples of each series within the range; series without any are left out. */
export const rangeWindows = (expr: MatrixSelector, atMs: number, context: EvalContext): readonly Window[] => {
	const toMs = shiftedMs(expr.selector.shift, atMs, context);
	const fromMs = toMs - expr.rangeMs;
	const firstMs = rangeStartMs(fromMs, context);
	return context.seriesOf(expr.selector).map(series => windowOf(series, {fromMs, firstMs, toMs}));
};

/** The evaluation time of a selector or subquery, moved by its `@` and `offset`. */
export const shiftedMs = ({at, offsetMs}: TimeShift, atMs: number, {startMs, endMs}: EvalContext): number => {
	const baseMs = at === undefined ? atMs : at === 'start' ? startMs : at === 'end' ? endMs : at;
	return baseMs - offsetMs;
};

/** The first millisecond of a range that begins at `fromMs`. */
export const rangeStartMs = (fromMs: number, {semantics}: EvalContext): number =>
	semantics.rangeStart === 'open' ? fromMs + 1 : fromMs;

const windowOf = (
	series: Series,
	{fromMs, firstMs, toMs}: {readonly fromMs: number; readonly firstMs: number; readonly toMs: number},
): Window => {
	const samples = () => series.samples(firstMs, toMs);
	return {
		labels: series.labels,
		fromMs,
		toMs,
		samples,
		span: () => (series.span === undefined ? spanOf(samples()) : series.span(firstMs, toMs)),
		isMonotone: series.span !== undefined,
	};
};

export const spanOf = (samples: readonly Sample[]) => {
	const first = samples[0];
	const last = samples.at(-1);
	return first === undefined || last === undefined ? undefined : {first, last, count: samples.length};
};
