import type {Release} from '../../domain/release.ts';
import {foldTraffic} from '../../traffic/fold-traffic.ts';
import type {RowTraffic} from '../../traffic/row-traffic.ts';
import type {ChartData} from '../questions/charts.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {meshOrder} from '../world/derive.ts';

/** One instant of a chart, folded like a poll. */
export interface ChartInstant {
	readonly atMs: number;
	readonly row: RowTraffic | null;
}

/** The instants of the open charts, by row and version. */
export function chartRows(
	context: EngineContext,
	state: State,
	charts: ChartData,
	release: Release | null,
): readonly ChartInstant[] {
	const {derive} = context;
	const index = derive.pastAnchors(state);
	const key = (release && derive.rows(state).byRelease.get(release.key)) ?? charts.anchor;
	return derive.rememberWhile(state, `chart rows ${key}`, [index, charts, state.metrics.source], () => {
		const order = meshOrder(state);
		const latencyAt = new Map(charts.latency.map(({atMs, value}) => [atMs, value]));
		return charts.traffic.map(({atMs, value}) => ({
			atMs,
			row: foldTraffic(index, value, latencyAt.get(atMs), order).rows.get(key) ?? null,
		}));
	});
}
