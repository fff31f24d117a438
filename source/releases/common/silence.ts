import type {Metadata} from '../../domain/kube-object.ts';

/** A controller that works writes within a second; past this long it does not answer. */
export const answerWithinMs = 10_000;

/**
 * Since when a change waits for its controller, once that is too long; null while it is not, or where managedFields do
 * not tell when the change was made. `changedAtMs` is the newest write, so that the wait is never overstated.
 */
export function silentSince(changedAtMs: Metadata['changedAtMs'], nowMs: number): number | null {
	return changedAtMs !== null && nowMs - changedAtMs > answerWithinMs ? changedAtMs : null;
}
