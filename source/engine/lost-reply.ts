import type {RawObject} from '../domain/kube-object.ts';
import type {PatchStep} from '../domain/plan.ts';
import {parseTime} from '../domain/time.ts';
import {holds, preconditionsHold, valueAt} from './json-pointer.ts';

/** Our name in managedFields. */
const fieldManager = 'perch';

/** Seconds after the lost reply at which the object is read again. */
export const rereadSeconds = [1, 5, 15, 65] as const;

export type Judgement =
	/** The effect is there and the server names us as its writer. */
	| 'applied'
	/** The effect is there, and who wrote it cannot be proven. */
	| 'happened'
	/** The preconditions still hold, past the time in which the server could have finished. */
	| 'notApplied'
	| 'cannotTell';

/** What a fresh read says about a patch whose reply was lost.
 * `sentAtMs` is the server's clock; `isLastRead` once the server's own time-out has passed. */
export function judgeLostReply(step: PatchStep, object: RawObject, sentAtMs: number, isLastRead: boolean): Judgement {
	const isDone = step.after.every(predicate => holds(object, predicate));
	if (isDone) return wroteSince(object, sentAtMs) ? 'applied' : 'happened';
	if (preconditionsHold(object, step.patch)) return isLastRead ? 'notApplied' : 'cannotTell';
	// Neither as before nor as intended: something moved on, perhaps from our own change.
	return 'cannotTell';
}

/** managedFields times have whole seconds: the second of the request counts as after it. */
function wroteSince(object: RawObject, sentAtMs: number): boolean {
	const managers = valueAt(object, '/metadata/managedFields');
	if (!Array.isArray(managers)) return false;
	return managers.some(entry => {
		const time = valueAt(entry, '/time');
		const atMs = typeof time === 'string' ? parseTime(time) : null;
		return valueAt(entry, '/manager') === fieldManager && atMs !== null && atMs >= Math.floor(sentAtMs / 1000) * 1000;
	});
}
