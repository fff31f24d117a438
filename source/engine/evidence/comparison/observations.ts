import type {ReleaseKey, RevisionKey} from '../../../domain/cluster/keys.ts';
import {trafficOf} from '../../questions/poll.ts';
import {type Intent, isOnItsWay, isProofOpen} from '../../state/intent.ts';
import type {Observation, RateFigures} from '../../state/metrics-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {recentMs} from './period.ts';
import {releaseTraffic} from './release-traffic.ts';

/** How many polls are kept of one release: a quarter of an hour at one poll a second, far more at a usual
 * scrape interval. */
const observationLimit = 900;

/** Appends what the last poll measured of each release that has a canary, or from which a way back takes one. */
export function observeReleases(
	context: EngineContext,
	state: State,
): Readonly<Record<ReleaseKey, readonly Observation[]>> {
	const {source, observed} = state.metrics;
	const traffic = trafficOf(state.metrics);
	if (!traffic || !source) return observed;
	const canaries = new Map<ReleaseKey, RevisionKey>();
	const wentBack = state.intents.filter(intent => intent.verb === 'back' && intent.confirmedAtMs !== null);
	const left = (intents: readonly Intent[]) => {
		for (const {release} of intents) if (release.canary) canaries.set(release.key, release.canary);
	};
	left(wentBack);
	const releases = context.derive.releases(state);
	for (const release of releases.values()) if (release.canary) canaries.set(release.key, release.canary);
	// During a way back the release may call another version its canary, or none: observe the one that it leaves.
	left(wentBack.filter(({phase, recovery}) => isOnItsWay(phase) || (recovery !== null && isProofOpen(recovery))));
	const {latency} = state.metrics;
	// Histograms of another poll would be counted again.
	const isOfThisPoll = latency !== null && Math.abs(latency.atMs - traffic.atMs) < source.scrapeIntervalSeconds * 500;
	const next: Record<ReleaseKey, readonly Observation[]> = {};
	for (const [key, canary] of canaries) {
		const row = releaseTraffic(context, state, {key});
		const before = observed[key] ?? [];
		// A poll that evaluated the same instant is no new proof; without a row there is nothing to observe.
		if (row?.split.kind !== 'known' || before[before.length - 1]?.atMs === traffic.atMs) {
			next[key] = before;
			continue;
		}
		const {byRevision} = row.split;
		const release = releases.get(key);
		// A release on its way back may call the version that it leaves its stable.
		const stableKey = release?.canary === canary ? release.stable : null;
		const stableBuckets = release?.stable ? byRevision.get(release.stable)?.buckets : null;
		const canaryBuckets = byRevision.get(canary)?.buckets;
		const canaryRates = ratesOf(byRevision.get(canary));
		const others: RateFigures = {
			requestsPerSecond: row.total.requestsPerSecond - canaryRates.requestsPerSecond,
			errorsPerSecond: row.total.errorsPerSecond - canaryRates.errorsPerSecond,
		};
		const observation = {
			atMs: traffic.atMs,
			windowSeconds: source.windowSeconds,
			canaryKey: canary,
			stable: stableKey === null ? others : ratesOf(byRevision.get(stableKey)),
			canary: canaryRates,
			others,
			...(isOfThisPoll && stableBuckets && canaryBuckets
				? {histograms: {stable: stableBuckets, canary: canaryBuckets}}
				: {}),
		};
		next[key] = [...withoutOldHistograms(before, observation), observation].slice(-observationLimit);
	}
	return next;
}

/** A version without series gets no requests. */
function ratesOf(figures: RateFigures | undefined): RateFigures {
	return {
		requestsPerSecond: figures?.requestsPerSecond ?? 0,
		errorsPerSecond: figures?.errorsPerSecond ?? 0,
	};
}

/** Histograms are many numbers, and only those of the last minutes are compared. */
function withoutOldHistograms(
	observations: readonly Observation[],
	{atMs, windowSeconds}: Observation,
): readonly Observation[] {
	const fromMs = atMs - recentMs(windowSeconds);
	if (!observations.some(one => one.histograms && one.atMs < fromMs)) return observations;
	return observations.map(one => {
		if (!one.histograms || one.atMs >= fromMs) return one;
		const {histograms: _dropped, ...kept} = one;
		return kept;
	});
}
