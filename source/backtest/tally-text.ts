import {ident, type SafeText, safe} from '../domain/text/safe-text.ts';
import {formatDuration} from '../domain/time.ts';
import {aligned} from './aligned.ts';
import type {Tally} from './tally.ts';

/** The tally in words: a line for each count. */
export function tallyText(tally: Tally): readonly SafeText[] {
	const {both, callOnly, rollbackOnly, neither, uncounted, medianLeadMs, falseAlarms} = tally;
	const lead = medianLeadMs === null ? safe`` : safe`, median lead ${ident(formatDuration(medianLeadMs))}`;
	const {low, high} = falseAlarms.interval;
	const interval = safe`exact 95 % interval ${shortPercent(low)}–${shortPercent(high)} %`;
	return aligned([
		[safe`both`, safe`${both}`, safe`called WORSE and rolled back${lead}`],
		[safe`call only`, safe`${callOnly}`, safe`called WORSE and promoted`],
		[safe`rollback only`, safe`${rollbackOnly}`, safe`rolled back, never called`],
		[safe`neither`, safe`${neither}`, safe`promoted, never called`],
		...(uncounted === 0
			? []
			: [[safe`not counted`, safe`${uncounted}`, safe`still running, not judged, or of unknown end`]]),
		[
			safe`false alarms`,
			falseAlarms.of === 0 ? safe`–` : safe`${falseAlarms.count} of ${falseAlarms.of}`,
			falseAlarms.of === 0 ? safe`nothing was promoted` : safe`promoted releases, ${interval}`,
		],
	]);
}

/** `0.1`, `25`, `0`, `100`: two digits below one, none above ten. */
function shortPercent(ratio: number): SafeText {
	const percent = ratio * 100;
	if (percent === 0 || percent >= 9.95) return ident(percent.toFixed(0));
	return ident(percent.toFixed(1));
}
