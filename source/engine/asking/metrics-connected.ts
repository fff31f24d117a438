import {withoutError} from '../questions/poll.ts';
import {withoutFigures} from '../questions/without-figures.ts';
import type {Event} from '../state/events.ts';
import {done, isCurrent} from '../state/query.ts';
import type {State} from '../state/state.ts';

const retryMs = 5_000;

/** Takes the result of connecting: which Prometheus it is and what perch may ask it, or why it may ask nothing. */
export function metricsConnected(state: State, event: Extract<Event, {kind: 'metricsConnected'}>): State {
	const {metrics} = state;
	if (!isCurrent(metrics.connect, event.generation)) return state;
	const waitMs = event.result.ok ? 0 : (event.result.error.retryAfterSeconds ?? 0) * 1000;
	// A server that took long to answer, or to fail, is left alone as long again.
	const tookMs = event.atMs - metrics.connect.begunAtMs;
	const connect = done(metrics.connect, event.atMs + Math.max(retryMs, waitMs, tookMs));
	if (event.result.ok) {
		const source = event.result.value;
		return {...state, metrics: {...withoutError(metrics), connect, connectError: null, isReconnecting: false, source}};
	}
	const {error} = event.result;
	// A connection that works is kept; perch asks again which meshes there are.
	if (metrics.isReconnecting && error.kind !== 'severalClusters')
		return {...state, metrics: {...metrics, connect, isReconnecting: false}};
	const kept = error.kind === 'severalClusters' ? withoutFigures(metrics) : metrics;
	return {...state, metrics: {...kept, connect, connectError: error, isReconnecting: false, source: null}};
}
