import type {Tone} from '../../../domain/reading.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatDuration} from '../../../domain/time.ts';
import {evidenceParts} from '../../evidence/text/evidence-text.ts';
import {decimal} from '../../evidence/text/figures.ts';
import {hourAndMinute} from '../../evidence/text/verdict-text.ts';
import type {Cost, TakenBack} from '../../intents/recovery/taken-back.ts';

/** `TAKEN BACK 02:41 by ana`, `RECOVERED after 9s`, `it had cost ~36 failed requests a minute for 5m`. */
export function takenBackParts(
	{atMs, by, recovery, cost, verdict}: TakenBack,
	nowMs: number,
): readonly [SafeText, ...SafeText[]] {
	const who = by === null || by === '' ? safe`` : safe` by ${by}`;
	const slower = cost === null && verdict?.kind === 'worse' ? evidenceParts(verdict.errors, verdict.latency) : [];
	return [
		safe`TAKEN BACK ${hourAndMinute(atMs, nowMs)}${who}`,
		...(recovery ? ['short' in recovery ? recovery.short : recovery.text] : []),
		...(cost ? [costText(cost, nowMs)] : []),
		...slower.map(text => safe`it was worse: ${text}`),
	];
}

export const takenBackTones = {
	watching: 'moving',
	noRequests: 'moving',
	notProven: 'warning',
	cannotTell: 'warning',
	recovered: 'good',
	notRecovered: 'critical',
} as const satisfies Readonly<Record<NonNullable<TakenBack['recovery']>['kind'], Tone>>;

function costText({failedPerMinute, forMs, isAtLeast, untilMs}: Cost, nowMs: number): SafeText {
	const least = isAtLeast ? safe`≥` : safe``;
	const long = forMs === null ? safe`` : safe` for ${least}${ident(formatDuration(forMs))}`;
	const until = untilMs === null ? safe`` : safe`, measured until ${hourAndMinute(untilMs, nowMs)}`;
	return safe`it had cost ~${decimal(failedPerMinute)} failed requests a minute${long}${until}`;
}
