import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {KeyGuard} from '../state/screen-state.ts';
import type {TerminalInput} from '../state/terminal-input.ts';

/** Keys closer together than this were not pressed by a person. */
const burstMs = 30;
const disarmMs = 500;
/** A dialog ignores keys for this long after it opened: the key that opened it may still be held. */
export const dialogSettlesMs = 400;

/** The guard after an input: a paste, a burst, focus and resize all disarm verbs and confirmations for a while. */
export function guarded(guard: KeyGuard, input: TerminalInput, atMs: number): KeyGuard {
	switch (input.kind) {
		case 'keys': {
			const isBurst = input.keys.length > 1 || (guard.lastKeyAtMs > 0 && atMs - guard.lastKeyAtMs < burstMs);
			const next = {...guard, lastKeyAtMs: atMs};
			return isBurst ? disarmed(next, atMs, safe`keys ignored 0.5 s after a burst of keys: press again`) : next;
		}
		case 'paste':
			return disarmed({...guard, lastKeyAtMs: atMs}, atMs, safe`keys ignored 0.5 s after a paste: press again`);
		case 'focus':
			return input.isFocused
				? disarmed(guard, atMs, safe`keys ignored 0.5 s after the terminal came to the front: press again`)
				: guard;
		case 'wheel':
		case 'click':
		case 'undrawn':
			return guard;
		case 'resize':
			return disarmed(guard, atMs, safe`keys ignored 0.5 s after the window changed: press again`);
	}
}

function disarmed(guard: KeyGuard, atMs: number, because: SafeText): KeyGuard {
	return {...guard, disarmedUntilMs: Math.max(guard.disarmedUntilMs, atMs + disarmMs), because};
}

/** Why a verb or a confirmation is not accepted now; null when it is. */
export function disarmedBecause(guard: KeyGuard, atMs: number): SafeText | null {
	return atMs < guard.disarmedUntilMs ? guard.because : null;
}
