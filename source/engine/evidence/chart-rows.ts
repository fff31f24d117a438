import type {Release} from '../../domain/release.ts';
import {foldTraffic} from '../../traffic/fold-traffic.ts';
import type {RowTraffic} from '../../traffic/row-traffic.ts';
import {rowOfRelease} from '../../traffic/rows.ts';
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
	return context.derive.remember(state, `charts ${charts.anchor}`, () => {
		const index = context.derive.pastAnchors(state);
		const order = meshOrder(state);
		const latencyAt = new Map(charts.latency.map(({atMs, value}) => [atMs, value]));
		const key = release ? (rowOfRelease(context.derive.rows(state), release.key) ?? charts.anchor) : charts.anchor;
		return charts.traffic.map(({atMs, value}) => ({
			atMs,
			row: foldTraffic(index, value, latencyAt.get(atMs), order).rows.get(key) ?? null,
		}));
	});
}
