import {done} from '../state/query.ts';
import type {MetricsState} from '../state/state.ts';

/** What was added up may have been of several clusters: nothing of it stays, and no answer on its way counts. */
export function withoutFigures(metrics: MetricsState): MetricsState {
	const askings = Object.entries(metrics.askings).map(([id, {query}]) => [
		id,
		{query: done(query, 0), asked: null, answers: {}},
	]);
	return {
		...metrics,
		askings: Object.fromEntries(askings),
		latency: null,
		latencyAnsweredOf: null,
		ordering: null,
		observed: {},
	};
}
