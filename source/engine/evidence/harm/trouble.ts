import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import type {Bucket} from '../../../domain/signals/signals.ts';
import {isBeyondUsual, isSlowerThanUsual, isWithinUsual} from '../../../statistics/beyond-usual.ts';
import type {Tally} from '../../../statistics/compare-proportions.ts';
import type {RowTraffic, TrafficFigures} from '../../../traffic/row-traffic.ts';
import {pastOf} from '../../questions/past/past.ts';
import {trafficOf} from '../../questions/poll.ts';
import type {Measured, MetricsState, Trouble} from '../../state/metrics-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {rowNow} from '../../world/row-now.ts';
import {usualBuckets, usualRatios} from './usual.ts';

/** How many windows that do not overlap must be unusual: over fewer, a burst looks like trouble. */
const leastWindows = 3;

/** Since when each row fails more, or is slower, than it usually is, after another poll. */
export function followTrouble(context: EngineContext, state: State): MetricsState['trouble'] {
	const {source} = state.metrics;
	const trouble = troubleOfRows(context, state);
	const traffic = trafficOf(state.metrics);
	const rows = context.derive.traffic(state)?.rows;
	if (!traffic || !source || !rows) return trouble;
	const {windowSeconds} = source;
	const ratios = usualRatios(context, state);
	const buckets = usualBuckets(context, state);
	const fails = unusualRows(rows, (key, total) => isFailing(total, windowSeconds, ratios.get(key) ?? null));
	const calm = (Object.keys(trouble.fails) as AnchorKey[]).filter(key => {
		const row = rows.get(key);
		return row !== undefined && isWithinUsual(tallyOf(row.total, windowSeconds), ratios.get(key) ?? null);
	});
	const slows = unusualRows(rows, (key, total) => isSlow(total, windowSeconds, buckets.get(key)));
	const {atMs} = traffic;
	const missedMs = missedBefore(trouble.watched, atMs, windowSeconds);
	const watchedSinceMs = trouble.watched && missedMs !== null ? trouble.watched.sinceMs : atMs - windowSeconds * 1000;
	const times = {atMs, windowSeconds, missedMs, watchedSinceMs};
	const earlier = earlierFailing(context, state, ratios, watchedSinceMs);
	return {
		fails: followed(trouble.fails, fails, {...times, calm, earlier}),
		slow: followed(trouble.slow, slows, {...times, calm: [], earlier: noneEarlier}),
		watched: {sinceMs: watchedSinceMs, lastMs: atMs},
	};
}

/** The trouble under the keys that its rows have now: a name that the metrics told before its Service was listed is the
 * same row afterwards, and has not begun to fail just then. Derived where it is read: to follow each change of an
 * object would cost too much. */
export function troubleOfRows(context: EngineContext, state: State): MetricsState['trouble'] {
	const {derive} = context;
	const {trouble} = state.metrics;
	return derive.rememberWhile(state, 'trouble of rows', [trouble, derive.anchors(state), derive.rows(state)], () => {
		const now = (key: AnchorKey) => rowNow(context, state, key);
		return {...trouble, fails: underKeysOfNow(trouble.fails, now), slow: underKeysOfNow(trouble.slow, now)};
	});
}

function underKeysOfNow(
	troubles: Readonly<Record<AnchorKey, Trouble>>,
	now: (key: AnchorKey) => AnchorKey,
): Readonly<Record<AnchorKey, Trouble>> {
	const keys = (Object.keys(troubles) as AnchorKey[]).map(key => [key, now(key)] as const);
	if (keys.every(([key, moved]) => key === moved)) return troubles;
	const moved: Record<AnchorKey, Trouble> = {};
	for (const [key, to] of keys) {
		const one = troubles[key];
		const other = moved[to];
		if (!one) continue;
		moved[to] = other
			? {sinceMs: Math.min(one.sinceMs, other.sinceMs), lastMs: Math.max(one.lastMs, other.lastMs)}
			: one;
	}
	return moved;
}

/** How much time before this poll nobody measured. A poll that comes late leaves out less than a window, of which both
 * sides tell; what happened in a longer time, nobody counted: null, and nothing that was seen before is carried on. */
function missedBefore(watched: Trouble | null, atMs: number, windowSeconds: number): number | null {
	const missedMs = Math.max(0, atMs - (watched?.lastMs ?? atMs) - windowSeconds * 1000);
	return missedMs > windowSeconds * 1000 ? null : missedMs;
}

/** Whether it is known of each failing row that it has begun to fail only now: perch saw it begin, or asked about the
 * time just before it began to look. After a time that nobody measured it is not. */
export function isBeginKnown({metrics: {trouble, source}}: State, before: Measured<unknown> | null): boolean {
	const {fails, watched} = trouble;
	if (!watched || !source) return false;
	const isAsked = before !== null && isJustBefore(before, watched.sinceMs, source.windowSeconds);
	return isAsked || Object.values(fails).every(({sinceMs}) => sinceMs > watched.sinceMs);
}

/** Whether nobody but one window looked at the time between what was read of the past and when perch began to look. */
function isJustBefore({atMs}: Measured<unknown>, watchedSinceMs: number, windowSeconds: number): boolean {
	return watchedSinceMs - atMs <= (leastWindows - 1) * windowSeconds * 1000;
}

/** Whether the row has been unusual for long enough to say so. */
export function isLasting({sinceMs, lastMs}: Trouble, windowSeconds: number): boolean {
	return lastMs - sinceMs >= leastWindows * windowSeconds * 1000;
}

/** Rows that are slower than usual: their latency is read whether or not they are on screen. */
export function slowRows({metrics: {trouble, source}}: State): readonly AnchorKey[] {
	if (!source) return [];
	return (Object.keys(trouble.slow) as AnchorKey[]).filter(key => {
		const own = trouble.slow[key];
		return own !== undefined && isLasting(own, source.windowSeconds);
	});
}

function unusualRows(
	rows: ReadonlyMap<AnchorKey, RowTraffic>,
	isUnusual: (key: AnchorKey, total: TrafficFigures) => boolean,
): readonly AnchorKey[] {
	return [...rows].flatMap(([key, {total}]) => (isUnusual(key, total) ? [key] : []));
}

/** A row is let go once it is certainly not unusual, or was not seen to be unusual for more than a window. */
function followed(
	before: Readonly<Record<AnchorKey, Trouble>>,
	unusual: readonly AnchorKey[],
	{atMs, windowSeconds, missedMs, watchedSinceMs, calm, earlier}: Times,
): Readonly<Record<AnchorKey, Trouble>> {
	const isKept = (key: string, {lastMs}: Trouble) =>
		missedMs !== null && !calm.includes(key as AnchorKey) && atMs - lastMs <= windowSeconds * 1000 + missedMs;
	const kept: Readonly<Record<AnchorKey, Trouble>> = Object.fromEntries(
		Object.entries(before).filter(([key, row]) => isKept(key, row)),
	);
	const now = unusual.map(key => {
		const seenMs = Math.min(kept[key]?.sinceMs ?? atMs, atMs - windowSeconds * 1000);
		// What was unusual before perch looked goes on only if it was so when perch began to look.
		const sinceMs = seenMs <= watchedSinceMs ? Math.min(seenMs, earlier.get(key) ?? seenMs) : seenMs;
		return [key, {sinceMs, lastMs: atMs}] as const;
	});
	return {...kept, ...Object.fromEntries(now)};
}

interface Times {
	readonly atMs: number;
	readonly windowSeconds: number;
	/** Not measured before this poll; null where that was more than a window. */
	readonly missedMs: number | null;
	/** Since when perch has looked without a gap. */
	readonly watchedSinceMs: number;
	/** Rows that are certainly not unusual. */
	readonly calm: readonly AnchorKey[];
	/** Since when a row was unusual before perch looked. */
	readonly earlier: ReadonlyMap<AnchorKey, number>;
}

const noneEarlier: ReadonlyMap<AnchorKey, number> = new Map();

/** Rows that failed more than usual shortly before perch began to look, and since when: so that perch need not wait
 * for trouble that was there before. */
function earlierFailing(
	context: EngineContext,
	state: State,
	usual: ReadonlyMap<AnchorKey, number>,
	watchedSinceMs: number,
): ReadonlyMap<AnchorKey, number> {
	const before = pastOf(state.metrics)?.before ?? null;
	const {source} = state.metrics;
	// However late the past is read: it is of before the first poll, not of before the last one.
	if (!before || !source || !isJustBefore(before, watchedSinceMs, source.windowSeconds)) return noneEarlier;
	const {windowSeconds} = source;
	const index = context.derive.anchors(state);
	const {rows} = context.derive.folded(state, index, before.value);
	return context.derive.rememberWhile(state, 'earlier failing', [rows, before, usual, source], () => {
		const failing = unusualRows(rows, (key, total) => isFailing(total, windowSeconds, usual.get(key) ?? null));
		return new Map(failing.map(key => [key, before.atMs - windowSeconds * 1000]));
	});
}

function isFailing(total: TrafficFigures, windowSeconds: number, usualRatio: number | null): boolean {
	if (total.errorsPerSecond === 0) return false;
	return isBeyondUsual(tallyOf(total, windowSeconds), usualRatio);
}

function tallyOf({requestsPerSecond, errorsPerSecond}: TrafficFigures, windowSeconds: number): Tally {
	return {requests: requestsPerSecond * windowSeconds, failures: errorsPerSecond * windowSeconds};
}

function isSlow({buckets}: TrafficFigures, windowSeconds: number, usual: readonly Bucket[] | undefined): boolean {
	return buckets !== null && usual !== undefined && isSlowerThanUsual(buckets, usual, windowSeconds);
}
