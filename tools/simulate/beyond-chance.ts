import {leastWindows, type ProportionComparison} from '../../source/statistics/compare-proportions.ts';

/** Whether the canary fails more often than stable by more than chance, as perch judged before: the whole interval is above
 * zero, measured over at least three windows that do not overlap. */
export function isBeyondChance(comparison: ProportionComparison | 'noTraffic', windows: number): boolean {
	return comparison !== 'noTraffic' && windows >= leastWindows && comparison.interval.low > 0;
}
