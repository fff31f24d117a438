import type {LatencyReading} from '../../domain/reading.ts';
import type {TrafficFigures} from '../../traffic/row-traffic.ts';
import {trafficOf} from '../questions/poll.ts';
import type {SortColumn} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import {coarse} from './coarse.ts';
import {isTrusted, metricsFreshness} from './freshness.ts';
import {type Measurement, readLatency, readRequestRate} from './read-figures.ts';

/** The poll that is on screen, for readings; null before the first. */
export function measurement(state: State): Measurement | null {
	const {source} = state.metrics;
	const traffic = trafficOf(state.metrics);
	if (!traffic || !source) return null;
	return {atMs: traffic.atMs, windowSeconds: source.windowSeconds, isStale: !isTrusted(metricsFreshness(state))};
}

/** The figure that a row is sorted by; null where it has none. Coarse, so that noise does not move rows. */
export function sortFigure(figures: TrafficFigures, measured: Measurement, column: SortColumn): number | null {
	switch (column) {
		case 'harm':
		case 'name':
			return null;
		case 'rps':
			return coarse(figureOf(readRequestRate(figures, measured)));
		case 'errors':
			return errorStep(figures);
		case 'p95':
			return coarse(figureOf(readLatency(figures, 0.95, measured)));
		case 'p99':
			return coarse(figureOf(readLatency(figures, 0.99, measured)));
	}
}

/** Errors in growing steps, the first at 0.1 %: fewer errors are not worth a higher place. */
function errorStep(figures: TrafficFigures): number | null {
	if (figures.requestsPerSecond === 0) return null;
	const ratio = figures.errorsPerSecond / figures.requestsPerSecond;
	return Math.floor(Math.log2(1 + ratio * 1000));
}

function figureOf(reading: LatencyReading): number | null {
	switch (reading.kind) {
		case 'value':
		case 'stale':
		case 'tooFew':
			return reading.value;
		case 'above':
		case 'below':
			return reading.boundMs;
		default:
			return null;
	}
}
