import {line, type SafeText} from '../../domain/text/safe-text.ts';
import type {EventObject} from '../../kinds/event.ts';
import {type Situation, sinceMs} from './situation.ts';

/** Why Flagger did not go on at its last tick; null if it went on, or sent no Event. */
export function haltOf(situation: Situation): SafeText | null {
	const {canary, events} = situation;
	// A failed check changes the status at almost the same time. A halt without a failed check comes after the
	// last change.
	const fromMs = (canary.status.lastTransitionMs ?? 0) - 2_000;
	const own = events.filter(({atMs}) => atMs !== null && atMs >= fromMs);
	const last = own.findLast(event => isHalt(event) || isAdvance(event));
	return last && isHalt(last) ? reasonOf(last) : null;
}

/**
 * What Flagger's Events say of the failure: the check that failed last, and the cause, such as a hook or the
 * deadline. Null if no Event is left.
 */
export function failureOf({canary, events}: Situation): {
	readonly check: SafeText | null;
	readonly cause: SafeText | null;
} {
	const failedMs = sinceMs(canary);
	if (failedMs === null) return {check: null, cause: null};
	// Times are whole seconds, and Flagger sends the Event before it writes the status.
	const near = events.findLast(
		({atMs, message}) => atMs !== null && Math.abs(atMs - failedMs) <= 5_000 && /^Rolling back /.test(message),
	);
	const window = failedMs - (canary.analysis.threshold + 2) * canary.analysis.intervalMs;
	const check = events.findLast(
		event => isHalt(event) && !isGate(event) && (event.atMs ?? 0) >= window && (event.atMs ?? 0) <= failedMs,
	);
	return {
		check: check ? reasonOf(check) : null,
		cause: near ? line(near.message.replace(/^Rolling back \S+ /, '')) : null,
	};
}

/** Why Flagger cannot make the primary, by its last Event; null if that Event is no warning. */
export function lastWarning({events}: Situation): SafeText | null {
	const last = events.at(-1);
	return last?.isWarning ? line(last.message) : null;
}

/** `Halt cart.shop advancement success rate 81.50% < 99%` → `success rate 81.50% < 99%` */
function reasonOf({message}: EventObject): SafeText {
	return line(message.replace(/^Halt (?:\S+ )?advancement /, ''));
}

/**
 * Whether the Event tells why Flagger did not go on. Other warnings do too: pods that are not ready, a query
 * that failed, a route that cannot be written.
 */
function isHalt({message, isWarning}: EventObject): boolean {
	return isWarning && !/^(Rolling back|Rollback check|Canary failed)/.test(message);
}

function isGate({message}: EventObject): boolean {
	return message.includes('advancement waiting for ');
}

function isAdvance({message}: EventObject): boolean {
	return /^(Advance|Starting canary analysis|New revision detected|Copying|Routing all|Promotion completed)/.test(
		message,
	);
}
