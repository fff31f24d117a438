import type {Release} from '../../../domain/release/release.ts';
import {foldTraffic} from '../../../traffic/fold-traffic.ts';
import type {RowTraffic} from '../../../traffic/row-traffic.ts';
import type {ChartData} from '../../questions/charts.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {meshOrder} from '../../world/derive.ts';
import {lastChange} from '../../world/last-change.ts';
import type {Inputs} from '../../world/memory.ts';

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
	const indexes = {selector: derive.anchors(state), role: derive.pastAnchors(state)};
	const changedAtMs = release && lastChange(state, release);
	const key = (release && derive.rows(state).byRelease.get(release.key)) ?? charts.anchor;
	const inputs: Inputs = [indexes.role, indexes.selector, charts, state.metrics.source, changedAtMs];
	return derive.rememberWhile(state, `chart rows ${key}`, inputs, () => {
		const order = meshOrder(state);
		// Before the last change Services may have led elsewhere.
		const ledBy = (atMs: number) =>
			changedAtMs !== null && atMs - charts.windowSeconds * 1000 >= changedAtMs ? 'selector' : 'role';
		const latencyAt = new Map(charts.latency.map(({atMs, value}) => [atMs, value]));
		return charts.traffic.map(({atMs, value}) => ({
			atMs,
			row: foldTraffic(indexes[ledBy(atMs)], value, latencyAt.get(atMs), order).rows.get(key) ?? null,
		}));
	});
}
