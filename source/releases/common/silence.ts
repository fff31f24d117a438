import type {Metadata} from '../../domain/cluster/kube-object.ts';
import {type Refusal, refuse} from '../../domain/release/refusal.ts';
import type {Release} from '../../domain/release/release.ts';
import type {Result} from '../../domain/result.ts';
import {safe} from '../../domain/text/safe-text.ts';

/** In ms. A working controller writes within a second; one that takes longer than this does not answer. */
export const answerWithinMs = 10_000;

/**
 * The time since which a change has waited too long for its controller. Null while the wait is short, or if
 * managedFields do not tell when the change was made. `changedAtMs` is the newest write, so the wait is never
 * overstated.
 */
export function silentSince(changedAtMs: Metadata['changedAtMs'], nowMs: number): number | null {
	return changedAtMs !== null && nowMs - changedAtMs > answerWithinMs ? changedAtMs : null;
}

/** Refuses a verb toward the canary if the controller does not answer; null if it answers. */
export function silentRefusal({phase}: Release): Result<never, Refusal> | null {
	if (phase.kind !== 'silent') return null;
	return refuse(
		'controller-silent',
		safe`the controller does not answer: it would be accepted and nothing would happen`,
	);
}
