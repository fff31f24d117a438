import {type Tally, wilsonInterval} from './compare-proportions.ts';

/** Failures count as unusual from this many times the usual ratio on, and this much more of all requests. */
const timesUsual = 2;
const leastMore = 0.001;
/** With fewer failures in the window, one slow retry would look like trouble. */
const leastFailures = 3;
/** Where nothing is known of the past, a ratio (0–1) of failures that no service has at rest. */
const neverUsual = 0.01;

/** Whether a service fails more than it usually does, by more than chance: the whole 95 % interval of its failure
 * ratio lies above twice the usual ratio (0–1) and one request in a thousand. `usualRatio` is null where the past is
 * not known: then the interval must lie above one request in a hundred. */
export function isBeyondUsual(now: Tally, usualRatio: number | null): boolean {
	if (now.failures < leastFailures) return false;
	const interval = wilsonInterval(now);
	if (interval === 'noTraffic') return false;
	return interval.low > (usualRatio === null ? neverUsual : timesUsual * usualRatio + leastMore);
}
