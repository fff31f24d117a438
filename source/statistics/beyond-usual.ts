import type {Bucket} from '../domain/signals/signals.ts';
import {type Tally, wilsonInterval} from './compare-proportions.ts';
import {histogramQuantile, shareAbove} from './histogram.ts';

/** Failures count as unusual from this many times the usual ratio on, and this much more of all requests. */
const timesUsual = 2;
const leastMore = 0.001;
/** With fewer failures in the window, one slow retry would look like trouble. */
const leastFailures = 3;
/** Where nothing is known of the past, a ratio (0–1) of failures that no service has at rest. */
const neverUsual = 0.01;
/** A latency that is longer by less than this factor is not worth a word. */
const leastSlower = 1.25;

/** Whether a service fails more than it usually does, by more than chance: the whole 95 % interval of its failure
 * ratio lies above twice the usual ratio (0–1) and one request in a thousand. `usualRatio` is null where the past is
 * not known: then the interval must lie above one request in a hundred. */
export function isBeyondUsual(now: Tally, usualRatio: number | null): boolean {
	if (now.failures < leastFailures) return false;
	const interval = wilsonInterval(now);
	if (interval === 'noTraffic') return false;
	return interval.low > limitOf(usualRatio);
}

/** Whether it certainly does not: the whole interval lies below that limit. */
export function isWithinUsual(now: Tally, usualRatio: number | null): boolean {
	const interval = wilsonInterval(now);
	return interval !== 'noTraffic' && interval.high < limitOf(usualRatio);
}

function limitOf(usualRatio: number | null): number {
	return usualRatio === null ? neverUsual : timesUsual * usualRatio + leastMore;
}

/** Whether a service is slower than usual, by more than chance: twice as many requests as usual take longer than the
 * usual 95th percentile, by the same rule as failures, and the 95th percentile itself is a quarter longer. Buckets
 * are cumulative, requests a second over `windowSeconds`. */
export function isSlowerThanUsual(now: readonly Bucket[], usual: readonly Bucket[], windowSeconds: number): boolean {
	const usualP95 = histogramQuantile(usual, 0.95);
	const p95 = histogramQuantile(now, 0.95);
	// Above the last bound nothing can be compared.
	if (usualP95.kind !== 'value' || p95.kind === 'noData') return false;
	const ms = p95.kind === 'value' ? p95.valueMs : p95.boundMs;
	if (ms < leastSlower * usualP95.valueMs) return false;
	const [share, usualShare] = [shareAbove(now, usualP95.valueMs), shareAbove(usual, usualP95.valueMs)];
	if (share === 'unknown' || usualShare === 'unknown') return false;
	const requests = (now.at(-1)?.perSecond ?? 0) * windowSeconds;
	return isBeyondUsual({requests, failures: share * requests}, usualShare);
}
