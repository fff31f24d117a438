import type {InstantVector, QueryResult, RangeVector} from 'prometheus-query';
import type {MetricSample, NativeHistogram} from '../../domain/signals/metric-sample.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {RangeAnswer} from '../../ports/metrics.ts';
import {MetricsFailure, metricsError} from './failures.ts';

/** The samples of an instant query and their instant, null when the answer is empty. `data`: the same as it was checked,
 * since the library leaves histograms out. Throws a MetricsFailure for ranges. */
export function instantSamples(
	{resultType, result}: QueryResult,
	data: unknown,
): {
	readonly atMs: number | null;
	readonly samples: readonly MetricSample[];
} {
	// The library passes a scalar on unchanged: `[seconds, "value"]`.
	if (resultType === 'scalar') {
		const [seconds, value]: readonly unknown[] = result;
		return {atMs: Number(seconds) * 1000, samples: [{labels: {}, value: Number(value)}]};
	}
	if (resultType !== 'vector') throw unasked;
	const vectors = result as readonly InstantVector[];
	const checked = (data as {readonly result: readonly {readonly histogram?: TimedHistogram}[]}).result;
	const samples = vectors.map(({metric, value}, at) => {
		const histogram = checked[at]?.histogram?.[1];
		return {labels: labelsOf(metric), value: value.value as number, ...(histogram && {histogram})};
	});
	const time: Date | undefined = vectors[0]?.value.time;
	return {atMs: time?.getTime() ?? null, samples};
}

/** The samples of a range query, by instant. `data` as above. Throws a MetricsFailure for anything but ranges. */
export function rangeInstants({resultType, result}: QueryResult, data: unknown): RangeAnswer['instants'] {
	if (resultType !== 'matrix') throw unasked;
	const instants = new Map<number, MetricSample[]>();
	const add = (atMs: number, sample: MetricSample) => {
		const samples = instants.get(atMs);
		if (samples) samples.push(sample);
		else instants.set(atMs, [sample]);
	};
	const checked = (data as {readonly result: readonly {readonly histograms?: readonly TimedHistogram[]}[]}).result;
	for (const [at, {metric, values}] of (result as readonly RangeVector[]).entries()) {
		const labels = labelsOf(metric);
		for (const {time, value} of values as readonly {readonly time: Date; readonly value: number}[])
			add(time.getTime(), {labels, value});
		for (const [seconds, histogram] of checked[at]?.histograms ?? [])
			add(new Date(seconds * 1000).getTime(), {labels, value: Number.NaN, histogram});
	}
	return Array.from(instants, ([atMs, samples]) => ({atMs, samples})).sort((one, other) => one.atMs - other.atMs);
}

/** Seconds since the epoch, and what was observed until then. */
type TimedHistogram = readonly [number, NativeHistogram];

const unasked = new MetricsFailure(metricsError('malformed', safe`a result of another kind than was asked for`));

function labelsOf({name, labels}: InstantVector['metric']): MetricSample['labels'] {
	const safeLabels: Record<string, SafeText> = {};
	if (name) safeLabels.__name__ = ident(name);
	for (const [label, value] of Object.entries(labels)) safeLabels[label] = ident(String(value));
	return safeLabels;
}
