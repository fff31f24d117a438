import type {AnchorKey} from '../../domain/keys.ts';
import {isBeyondUsual} from '../../statistics/beyond-usual.ts';
import {type FoldedTraffic, foldTraffic} from '../../traffic/fold-traffic.ts';
import {pastOf} from '../questions/past.ts';
import {trafficOf} from '../questions/poll.ts';
import type {MetricsState, State, Trouble} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {meshOrder} from '../world/derive.ts';

/** How many windows that do not overlap a row must fail more than usual: over fewer, a burst looks like trouble. */
const leastWindows = 3;

/** Since when each row fails more than it usually does, after another poll. A row is let go once it has not failed more
 * than usual for a whole window. */
export function followTrouble(context: EngineContext, state: State): MetricsState['trouble'] {
	const {source, trouble} = state.metrics;
	const traffic = trafficOf(state.metrics);
	const rows = context.derive.traffic(state)?.rows;
	if (!traffic || !source || !rows) return trouble;
	const windowMs = source.windowSeconds * 1000;
	const usual = usualRatios(context, state);
	const earlier = () => earlierTrouble(context, state, usual);
	const next: Record<AnchorKey, Trouble> = {};
	for (const [key, {total}] of rows) {
		const known = trouble[key];
		if (total.errorsPerSecond > 0 && isUnusual(total, source.windowSeconds, usual.get(key) ?? null)) {
			const since = [known?.sinceMs, earlier().get(key), traffic.atMs - windowMs].filter(time => time !== undefined);
			next[key] = {sinceMs: Math.min(...since), lastMs: traffic.atMs};
		} else if (known && traffic.atMs - known.lastMs < windowMs) next[key] = known;
	}
	return next;
}

/** Whether the row has failed more than usual for long enough to say so. */
export function isLasting({sinceMs, lastMs}: Trouble, windowSeconds: number): boolean {
	return lastMs - sinceMs >= leastWindows * windowSeconds * 1000;
}

/** What is usual for each row: its failure ratio (0–1) at the same times in the past; rows of an unknown past are
 * absent. */
export function usualRatios(context: EngineContext, state: State): ReadonlyMap<AnchorKey, number> {
	const past = pastOf(state.metrics);
	const index = context.derive.pastAnchors(state);
	return context.derive.rememberWhile('usual ratios', [past, index, state.metrics.source], () => {
		const rows = past ? [...foldTraffic(index, past.traffic, [], meshOrder(state)).rows] : [];
		return new Map(
			rows.flatMap(([key, {total}]) =>
				total.requestsPerSecond > 0 ? [[key, total.errorsPerSecond / total.requestsPerSecond] as const] : [],
			),
		);
	});
}

/** Rows that failed more than usual shortly before perch began to look, and since when: so that perch need not wait
 * for trouble that was there before. */
function earlierTrouble(
	context: EngineContext,
	state: State,
	usual: ReadonlyMap<AnchorKey, number>,
): ReadonlyMap<AnchorKey, number> {
	const before = pastOf(state.metrics)?.before ?? null;
	const {source} = state.metrics;
	const traffic = trafficOf(state.metrics);
	// Two windows before, and the one between them, which nobody looked at.
	const longestMs = leastWindows * (source?.windowSeconds ?? 0) * 1000;
	if (!before || !source || !traffic || traffic.atMs - before.atMs > longestMs) return new Map();
	const index = context.derive.anchors(state);
	return context.derive.rememberWhile('earlier trouble', [before, index, usual, source], () => {
		const {rows}: FoldedTraffic = foldTraffic(index, before.value, [], meshOrder(state));
		const found = [...rows].filter(([key, {total}]) => isUnusual(total, source.windowSeconds, usual.get(key) ?? null));
		return new Map(found.map(([key]) => [key, before.atMs - source.windowSeconds * 1000]));
	});
}

function isUnusual(
	{requestsPerSecond, errorsPerSecond}: {readonly requestsPerSecond: number; readonly errorsPerSecond: number},
	windowSeconds: number,
	usualRatio: number | null,
): boolean {
	return isBeyondUsual(
		{requests: requestsPerSecond * windowSeconds, failures: errorsPerSecond * windowSeconds},
		usualRatio,
	);
}
