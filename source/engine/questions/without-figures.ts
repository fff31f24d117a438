import {type MetricsState, noTrouble} from '../state/metrics-state.ts';
import {done} from '../state/query.ts';

/** Drops all figures, and all answers on their way: they may have been added up from several clusters. */
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
		evidence: {},
		sinceBack: {},
		trouble: noTrouble,
	};
}
