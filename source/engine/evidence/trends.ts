import type {AnchorKey} from '../../domain/keys.ts';
import {type FoldedTraffic, foldTraffic} from '../../traffic/fold-traffic.ts';
import {trendInstants, trendPoints, trendStepSeconds} from '../questions/trend.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {meshOrder} from '../world/derive.ts';

/** Oldest first; null where nothing is known. */
export interface Trend {
	readonly errors: readonly (number | null)[];
	readonly traffic: readonly (number | null)[];
}

const nothing: FoldedTraffic['rows'] = new Map();
const noTrend: Trend = {errors: [], traffic: []};

/** The trend of a row, from the range that was read last; empty before. */
export function trendOf(context: EngineContext, state: State, key: AnchorKey): Trend {
	return allTrends(context, state).get(key) ?? noTrend;
}

function allTrends(context: EngineContext, state: State): ReadonlyMap<AnchorKey, Trend> {
	return context.derive.remember(state, 'trends', () => {
		const instants = trendInstants(state.metrics);
		if (!instants) return new Map();
		const index = context.derive.anchors(state);
		const endMs = instants.at(-1)?.atMs ?? 0;
		const byTime = new Map(instants.map(({atMs, value}) => [atMs, value]));
		// Even slots, so that a short history ends at the right, where the present is.
		const folded = Array.from({length: trendPoints}, (_, slot) => {
			const value = byTime.get(endMs - (trendPoints - 1 - slot) * trendStepSeconds * 1000);
			return value ? foldTraffic(index, value, [], meshOrder(state)).rows : nothing;
		});
		const keys = new Set(folded.flatMap(rows => [...rows.keys()]));
		return new Map(
			[...keys].map(key => {
				const totals = folded.map(rows => rows.get(key)?.total ?? null);
				const errors = totals.map(total =>
					total && total.requestsPerSecond > 0 ? total.errorsPerSecond / total.requestsPerSecond : null,
				);
				return [key, {errors, traffic: totals.map(total => total?.requestsPerSecond ?? null)}];
			}),
		);
	});
}
