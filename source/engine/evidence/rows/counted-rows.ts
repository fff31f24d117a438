import type {AnchorKey, RevisionKey} from '../../../domain/cluster/keys.ts';
import type {Release} from '../../../domain/release/release.ts';
import {sameValue} from '../../../domain/same-value.ts';
import type {ChosenFailures} from '../../../domain/settings/failure-rule.ts';
import {countOf} from '../../../judge/counts/count-of.ts';
import {cumulativeCounts} from '../../../statistics/histogram.ts';
import type {Anchor, AnchorIndex} from '../../../traffic/anchor-index.ts';
import {foldTraffic} from '../../../traffic/fold-traffic.ts';
import type {RowTraffic, TrafficFigures} from '../../../traffic/row-traffic.ts';
import {withIdentities} from '../../../traffic/with-identities.ts';
import {toldSteps} from '../../queries/read-steps.ts';
import type {EvidenceRows} from '../../questions/evidence-rows.ts';
import type {CountedRow, VersionCounts} from '../../state/release-evidence.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {meshOrder} from '../../world/derive.ts';

/** The traffic of the cluster in one step. By selectors it is that of the versions to which Services lead now, by role that
 * of a time at which they may have led elsewhere. */
export interface FoldedStep {
	readonly endMs: number;
	/** Of one row, with the failures of that rule; undefined where nothing was told. */
	rowOf(counted: CountedAs, by: 'selector' | 'role'): RowTraffic | undefined;
}

/** Which row, and what is configured to be a failure in it; null where that is the mesh's own rule. */
export interface CountedAs {
	readonly key: AnchorKey;
	readonly failures: ChosenFailures | null;
}

/** An answer step by step, oldest first: one for each step, also where nothing was told. */
export function foldedSteps({derive}: EngineContext, state: State, told: EvidenceRows): readonly FoldedStep[] {
	const indexes = {selector: derive.anchors(state), role: derive.pastAnchors(state)};
	const order = meshOrder(state);
	return toldSteps(told).map(({endMs, traffic, latency}) => {
		const folded: {selector?: FoldedRows; role?: FoldedRows} = {};
		return {
			endMs,
			rowOf(counted, by) {
				if (!traffic) return undefined;
				const {key, failures} = counted;
				folded[by] ??= foldTraffic(indexes[by], traffic, latency, order).rows;
				const row = folded[by].get(key);
				if (!row || sameValue(row.failures?.chosen.rule ?? null, failures?.rule ?? null)) return row;
				return foldTraffic(countingAs(indexes[by], counted), traffic, latency, order).rows.get(key);
			},
		};
	});
}

type FoldedRows = ReadonlyMap<AnchorKey, RowTraffic>;

/** The one row alone, counted by another rule than it is now. */
function countingAs(index: AnchorIndex, {key, failures}: CountedAs): AnchorIndex {
	const own = (anchor: Anchor | null): Anchor | null => {
		if (anchor?.key !== key) return null;
		const {failures: _now, ...rest} = anchor;
		return failures ? {...rest, failures} : rest;
	};
	const counted: Omit<AnchorIndex, 'anchorOfIdentity'> = {
		anchorOf: (namespace, service) => own(index.anchorOf(namespace, service)),
		anchorOfWorkload: (namespace, workload) => own(index.anchorOfWorkload(namespace, workload)),
		anchorOfTold: name => own(index.anchorOfTold(name)),
		servicesOfTold: index.servicesOfTold,
		rulesTo: index.rulesTo,
	};
	return withIdentities(counted);
}

/** Where the requests of a release are told. `changedAtMs`: since when Services lead to where they lead now. */
export interface ToldAt extends CountedAs {
	readonly windows: Windows;
	readonly changedAtMs: number | null;
}

/** What both versions of a release did in one step. */
export function countedRow(step: FoldedStep, at: ToldAt, release: Release): CountedRow {
	const {endMs} = step;
	const row = trafficIn(step, at);
	return {endMs, ...(row ? versionsOf(row, release, at.windows) : {stable: null, canary: null})};
}

/** All requests of one step that did not go to this version; null where the series do not tell it apart. */
export function countedBeside(step: FoldedStep, at: ToldAt, canary: RevisionKey): VersionCounts | null {
	const row = trafficIn(step, at);
	if (row?.split.kind !== 'known') return null;
	const {total, split} = row;
	const ofCanary = split.byRevision.get(canary);
	const requestsPerSecond = Math.max(0, total.requestsPerSecond - (ofCanary?.requestsPerSecond ?? 0));
	const errorsPerSecond = Math.max(0, total.errorsPerSecond - (ofCanary?.errorsPerSecond ?? 0));
	return countsOf({requestsPerSecond, errorsPerSecond, buckets: bucketsBeside(total, ofCanary)}, at.windows);
}

/** Null where one of both is not told. */
function bucketsBeside({buckets}: TrafficFigures, canary: TrafficFigures | undefined): TrafficFigures['buckets'] {
	if (!canary || canary.requestsPerSecond === 0 || !buckets) return buckets;
	const its = new Map(canary.buckets?.map(({upperMs, perSecond}) => [upperMs, perSecond]));
	if (!buckets.every(({upperMs}) => its.has(upperMs))) return null;
	return buckets.map(({upperMs, perSecond}) => ({
		upperMs,
		perSecond: Math.max(0, perSecond - (its.get(upperMs) ?? 0)),
	}));
}

function trafficIn(step: FoldedStep, {windows, changedAtMs, ...counted}: ToldAt): RowTraffic | undefined {
	const isSinceChange = changedAtMs !== null && step.endMs - windows.windowSeconds * 1000 >= changedAtMs;
	return step.rowOf(counted, isSinceChange ? 'selector' : 'role');
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
