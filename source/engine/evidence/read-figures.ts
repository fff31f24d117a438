import {type LatencyReading, noSeries, type Reading} from '../../domain/reading.ts';
import {minimumRequests, toldQuantile} from '../../statistics/histogram.ts';
import type {TrafficFigures} from '../../traffic/row-traffic.ts';

/** When and over what the figures were measured, and whether their samples are too old to be trusted. */
export interface Measurement {
	readonly atMs: number;
	readonly windowSeconds: number;
	readonly isStale: boolean;
}

export function readRequestRate(figures: TrafficFigures | undefined, measurement: Measurement): Reading {
	return figures ? figureOf(figures.requestsPerSecond, measurement) : noSeries;
}

/** Failed requests a minute. */
export function readFailuresPerMinute(figures: TrafficFigures | undefined, measurement: Measurement): Reading {
	if (!figures) return noSeries;
	if (figures.requestsPerSecond === 0) return {kind: 'noTraffic', atMs: measurement.atMs};
	return figureOf(figures.errorsPerSecond * 60, measurement);
}

/** Errors per request, 0–1. */
export function readErrorRatio(figures: TrafficFigures | undefined, measurement: Measurement): Reading {
	if (!figures) return noSeries;
	const {requestsPerSecond, errorsPerSecond} = figures;
	if (requestsPerSecond === 0) return {kind: 'noTraffic', atMs: measurement.atMs};
	return figureOf(errorsPerSecond / requestsPerSecond, measurement);
}

/** `part` of `whole`, 0–1: the share of the traffic that one version has. */
export function readShare(
	part: TrafficFigures | undefined,
	whole: TrafficFigures | undefined,
	measurement: Measurement,
): Reading {
	if (!part || !whole) return noSeries;
	if (whole.requestsPerSecond === 0) return {kind: 'noTraffic', atMs: measurement.atMs};
	return figureOf(part.requestsPerSecond / whole.requestsPerSecond, measurement);
}

/** A latency quantile (0–1) in milliseconds. */
export function readLatency(
	figures: TrafficFigures | undefined,
	quantile: number,
	measurement: Measurement,
): LatencyReading {
	const {atMs, windowSeconds} = measurement;
	if (!figures?.buckets) return noSeries;
	const found = toldQuantile(figures.buckets, quantile);
	if (found.kind === 'noData') return {kind: 'noTraffic', atMs};
	const value = found.kind === 'value' ? found.valueMs : found.boundMs;
	const requests = (figures.buckets.at(-1)?.perSecond ?? 0) * windowSeconds;
	if (requests < minimumRequests(quantile)) return {kind: 'tooFew', value, atMs};
	if (found.kind === 'value') return figureOf(value, measurement);
	return {kind: found.kind === 'belowFirstBound' ? 'below' : 'above', boundMs: value, atMs};
}

/** A value, marked as old where its samples are. */
export function figureOf(value: number, {atMs, isStale}: Measurement): Reading {
	return {kind: isStale ? 'stale' : 'value', value, atMs};
}
