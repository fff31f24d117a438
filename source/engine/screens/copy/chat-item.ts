import {ident, type SafeText, safe} from '../../../domain/safe-text.ts';
import {clockTimeSince} from '../../../domain/time.ts';

/** One line of the list. */
export function item(label: SafeText, text: SafeText): SafeText {
	return safe`- ${label}: ${text}`;
}

/** `02:41:07 UTC`, with the date where it is of another day. */
export function utc(atMs: number, nowMs: number): SafeText {
	return safe`${ident(clockTimeSince(atMs, nowMs))} UTC`;
}
