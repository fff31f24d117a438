import type {NativeHistogram} from '../../domain/signals/metric-sample.ts';
import {safe} from '../../domain/text/safe-text.ts';
import {MetricsFailure, metricsError} from './failures.ts';

/**
 * Checks the `data` of an answer as far as the library and `samples.ts` rely on it. Rewrites infinity in a form that the
 * library understands: it would read Prometheus' own form as NaN. Gives a value to native histograms, without which the
 * library throws. Data of other endpoints passes unchanged.
 */
export function checkQueryData(data: unknown): unknown {
	if (!isRecord(data) || !('resultType' in data)) return data;
	const {resultType} = data;
	// Some servers write an empty list of series as null.
	const result = data.result === null && resultType !== 'scalar' ? [] : data.result;
	if (!Array.isArray(result)) throw malformed;
	switch (resultType) {
		case 'vector':
			return {resultType, result: result.map(checkInstant)};
		case 'matrix':
			return {resultType, result: result.map(checkRange)};
		case 'scalar':
			return {resultType, result: checkPair(result)};
		default:
			throw malformed;
	}
}

const malformed = new MetricsFailure(metricsError('malformed', safe`a result that is none of Prometheus'`));

function checkInstant(series: unknown): unknown {
	const {metric, fields} = checkSeries(series);
	if (!('histogram' in fields)) return {metric, value: checkPair(fields.value)};
	const histogram = checkHistogram(fields.histogram);
	return {metric, value: [histogram[0], 'NaN'], histogram};
}

function checkRange(series: unknown): unknown {
	const {metric, fields} = checkSeries(series);
	const {values = 'histograms' in fields ? [] : null, histograms = []} = fields;
	if (!Array.isArray(values) || !Array.isArray(histograms)) throw malformed;
	return {metric, values: values.map(checkPair), histograms: histograms.map(checkHistogram)};
}

function checkSeries(series: unknown): {readonly metric: unknown; readonly fields: Readonly<Record<string, unknown>>} {
	if (!isRecord(series)) throw malformed;
	const {metric, ...fields} = series;
	if (!isRecord(metric) || !Object.values(metric).every(value => typeof value === 'string')) throw malformed;
	return {metric, fields};
}

/** `[seconds, {count, sum, buckets: [[rule, low, high, count], …]}]`; without buckets where it holds nothing. */
function checkHistogram(pair: unknown): readonly [number, NativeHistogram] {
	const [seconds, histogram] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
	if (typeof seconds !== 'number' || !isRecord(histogram)) throw malformed;
	const {count, buckets = []} = histogram;
	if (!Array.isArray(buckets)) throw malformed;
	const read = buckets.map(bucket => {
		const [, low, high, own] = Array.isArray(bucket) ? (bucket as readonly unknown[]) : [];
		return {low: numberOf(low), high: numberOf(high), count: numberOf(own)};
	});
	return [seconds, {count: numberOf(count), buckets: read.toSorted((one, other) => one.high - other.high)}];
}

function numberOf(text: unknown): number {
	return Number(checkNumber(text));
}

function checkPair(pair: unknown): readonly [number, string] {
	if (!Array.isArray(pair)) throw malformed;
	const [seconds, value] = pair as readonly unknown[];
	if (typeof seconds !== 'number') throw malformed;
	return [seconds, checkNumber(value)];
}

function checkNumber(value: unknown): string {
	if (typeof value !== 'string') throw malformed;
	if (value === '+Inf' || value === 'Inf') return 'Infinity';
	if (value === '-Inf') return '-Infinity';
	if (value !== 'NaN' && (value.trim() === '' || Number.isNaN(Number(value)))) throw malformed;
	return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
