import type {Metadata} from '../../domain/kube-object.ts';
import {type Refusal, refuse} from '../../domain/refusal.ts';
import type {Release} from '../../domain/release.ts';
import type {Result} from '../../domain/result.ts';
import {safe} from '../../domain/safe-text.ts';

/** A controller that works writes within a second; past this long it does not answer. */
export const answerWithinMs = 10_000;

/**
 * Since when a change waits for its controller, once that is too long; null while it is not, or where managedFields do
 * not tell when the change was made. `changedAtMs` is the newest write, so that the wait is never overstated.
 */
export function silentSince(changedAtMs: Metadata['changedAtMs'], nowMs: number): number | null {
	return changedAtMs !== null && nowMs - changedAtMs > answerWithinMs ? changedAtMs : null;
}

/** Nothing toward the canary is asked of a controller that does not answer; null where it answers. */
export function silentRefusal({phase}: Release): Result<never, Refusal> | null {
	if (phase.kind !== 'silent') return null;
	return refuse(
		'controller-silent',
		safe`the controller does not answer: it would be accepted and nothing would happen`,
	);
}
