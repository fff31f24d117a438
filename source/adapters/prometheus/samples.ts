import type {InstantVector, QueryResult, RangeVector} from 'prometheus-query';
import type {MetricSample} from '../../domain/metric-sample.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import type {RangeAnswer} from '../../ports/metrics.ts';
import {MetricsFailure, metricsError} from './failures.ts';

/** The samples of an instant query and their instant, null when the answer is empty. Throws a MetricsFailure
 * for ranges. */
export function instantSamples({resultType, result}: QueryResult): {
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
	const samples = vectors.map(({metric, value}) => ({labels: labelsOf(metric), value: value.value as number}));
	const time: Date | undefined = vectors[0]?.value.time;
	return {atMs: time?.getTime() ?? null, samples};
}

/** The samples of a range query, by instant. Throws a MetricsFailure for anything but ranges. */
export function rangeInstants({resultType, result}: QueryResult): RangeAnswer['instants'] {
	if (resultType !== 'matrix') throw unasked;
	const instants = new Map<number, MetricSample[]>();
	for (const {metric, values} of result as readonly RangeVector[]) {
		const labels = labelsOf(metric);
		for (const {time, value} of values as readonly {readonly time: Date; readonly value: number}[]) {
			const samples = instants.get(time.getTime());
			if (samples) samples.push({labels, value});
			else instants.set(time.getTime(), [{labels, value}]);
		}
	}
	return Array.from(instants, ([atMs, samples]) => ({atMs, samples})).sort((one, other) => one.atMs - other.atMs);
}

const unasked = new MetricsFailure(metricsError('malformed', safe`a result of another kind than was asked for`));

function labelsOf({name, labels}: InstantVector['metric']): MetricSample['labels'] {
	const safeLabels: Record<string, SafeText> = {};
	if (name) safeLabels.__name__ = ident(name);
	for (const [label, value] of Object.entries(labels)) safeLabels[label] = ident(String(value));
	return safeLabels;
}
