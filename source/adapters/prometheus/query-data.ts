import {safe} from '../../domain/safe-text.ts';
import {MetricsFailure, metricsError} from './failures.ts';

/**
 * Checks the `data` of an answer as far as the library relies on it. Rewrites infinity in a form that the
 * library understands: it would read Prometheus' own form as NaN. Data of other endpoints passes unchanged.
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
const nativeHistogram = new MetricsFailure(
	metricsError('malformed', safe`the result holds native histograms, which perch does not read`),
);

function checkInstant(series: unknown): unknown {
	const metric = checkMetric(series);
	return {metric, value: checkPair(isRecord(series) ? series.value : null)};
}

function checkRange(series: unknown): unknown {
	const metric = checkMetric(series);
	const values = isRecord(series) ? series.values : null;
	if (!Array.isArray(values)) throw malformed;
	return {metric, values: values.map(checkPair)};
}

function checkMetric(series: unknown): unknown {
	if (!isRecord(series)) throw malformed;
	if ('histogram' in series || 'histograms' in series) throw nativeHistogram;
	const {metric} = series;
	if (!isRecord(metric) || !Object.values(metric).every(value => typeof value === 'string')) throw malformed;
	return metric;
}

function checkPair(pair: unknown): readonly [number, string] {
	if (!Array.isArray(pair)) throw malformed;
	const [seconds, value] = pair as readonly unknown[];
	if (typeof seconds !== 'number' || typeof value !== 'string') throw malformed;
	if (value === '+Inf' || value === 'Inf') return [seconds, 'Infinity'];
	if (value === '-Inf') return [seconds, '-Infinity'];
	if (value !== 'NaN' && (value.trim() === '' || Number.isNaN(Number(value)))) throw malformed;
	return [seconds, value];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
