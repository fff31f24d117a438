import type {Release} from '../../../domain/release.ts';
import {countOf} from '../../../judge/count-of.ts';
import {cumulativeCounts} from '../../../statistics/histogram.ts';
import {foldTraffic} from '../../../traffic/fold-traffic.ts';
import type {RowTraffic, TrafficFigures} from '../../../traffic/row-traffic.ts';
import type {EvidenceRows} from '../../questions/evidence-rows.ts';
import type {CountedRow, VersionCounts} from '../../state/release-evidence.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {meshOrder} from '../../world/derive.ts';

/** The rows of an answer by version, oldest first: one for each step, also where nothing was told. */
export function countedRows(
	{derive}: EngineContext,
	state: State,
	told: EvidenceRows,
	release: Release,
): readonly CountedRow[] {
	const index = derive.pastAnchors(state);
	const key = derive.rows(state).byRelease.get(release.key);
	const order = meshOrder(state);
	const trafficAt = new Map(told.traffic.map(({atMs, value}) => [atMs, value]));
	const latencyAt = new Map(told.latency.map(({atMs, value}) => [atMs, value]));
	const stepMs = told.stepSeconds * 1000;
	return Array.from({length: Math.round((told.toMs - told.fromMs) / stepMs)}, (_, at) => {
		const endMs = told.fromMs + (at + 1) * stepMs;
		const traffic = trafficAt.get(endMs);
		const row = traffic && key && foldTraffic(index, traffic, latencyAt.get(endMs), order).rows.get(key);
		return {endMs, ...(row ? versionsOf(row, release, told) : {stable: null, canary: null})};
	});
}

/** Both versions' counts; null where the series do not tell the versions apart. */
function versionsOf(
	{total, split}: RowTraffic,
	{stable, canary}: Release,
	windows: Windows,
): Pick<CountedRow, 'stable' | 'canary'> {
	if (split.kind !== 'known' || canary === null) return {stable: null, canary: null};
	const ofCanary = countsOf(split.byRevision.get(canary), windows);
	if (stable !== null) return {stable: countsOf(split.byRevision.get(stable), windows), canary: ofCanary};
	// Where the release does not say which version is stable, it is all others.
	const all = countsOf({...total, buckets: null}, windows);
	const requests = Math.max(0, all.requests - ofCanary.requests);
	return {stable: {requests, failures: Math.max(0, all.failures - ofCanary.failures), counts: null}, canary: ofCanary};
}

export type Windows = Pick<EvidenceRows, 'windowSeconds' | 'scrapeSeconds'>;

/** A version without series gets no requests. */
export function countsOf(figures: TrafficFigures | undefined, {windowSeconds, scrapeSeconds}: Windows): VersionCounts {
	const counted = (perSecond: number) => countOf({increase: perSecond * windowSeconds, windowSeconds, scrapeSeconds});
	return {
		requests: counted(figures?.requestsPerSecond ?? 0),
		failures: counted(figures?.errorsPerSecond ?? 0),
		counts: figures?.buckets
			? cumulativeCounts(figures.buckets).map(({upperMs, cumulative}) => ({upperMs, cumulative: counted(cumulative)}))
			: null,
	};
}
