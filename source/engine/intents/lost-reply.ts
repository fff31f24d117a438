import type {Json, RawObject} from '../../domain/kube-object.ts';
import type {PatchStep} from '../../domain/plan.ts';
import {parseTime} from '../../domain/time.ts';
import {ownsField} from '../../ownership/touched-object.ts';
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

/** What a fresh read says about a patch whose reply was lost. `sentAtMs` is the server's clock; `before` is the mark of
 * the object before the request, null where it is not known; `isLastRead` once the server's own time-out has passed. */
export function judgeLostReply(
	step: PatchStep,
	object: RawObject,
	{
		sentAtMs,
		before,
		isLastRead,
	}: {readonly sentAtMs: number; readonly before: string | null; readonly isLastRead: boolean},
): Judgement {
	const isDone = step.after.every(predicate => holds(object, predicate));
	if (isDone) return wroteSince(step, object, sentAtMs) ? 'applied' : 'happened';
	// As before, and written meanwhile: our own change may have been taken back by another.
	const isUntouched = before === null || markOf(step, object) === before;
	if (preconditionsHold(object, step.patch) && isUntouched) return isLastRead ? 'notApplied' : 'cannotTell';
	// Neither as before nor as intended: something moved on, perhaps from our own change.
	return 'cannotTell';
}

/**
 * What changes when anybody writes what this step writes, even back to what it was: the generation, or for kinds without
 * one the resourceVersion. A status is written all the time, so that for it only the owners of these fields count.
 * `ownWrites`: how often the plan itself writes the object before this step; null where that cannot be foretold.
 */
export function markOf(step: PatchStep, object: RawObject, ownWrites = 0): string | null {
	if (step.subresource === 'status')
		return JSON.stringify(entriesOf(step, object).map(entry => valueAt(entry, '/manager')));
	const generation = valueAt(object, '/metadata/generation');
	if (typeof generation === 'number') return `${generation + ownWrites}`;
	return ownWrites === 0 ? JSON.stringify(valueAt(object, '/metadata/resourceVersion') ?? null) : null;
}

/** managedFields times have whole seconds: the second of the request counts as after it. An earlier step of the same
 * plan is ours as well: only who owns these very fields has written them. */
function wroteSince(step: PatchStep, object: RawObject, sentAtMs: number): boolean {
	return entriesOf(step, object).some(entry => {
		const time = valueAt(entry, '/time');
		const atMs = typeof time === 'string' ? parseTime(time) : null;
		return valueAt(entry, '/manager') === fieldManager && atMs !== null && atMs >= Math.floor(sentAtMs / 1000) * 1000;
	});
}

/** The entries of managedFields that own a field which the step writes. */
function entriesOf({patch}: PatchStep, object: RawObject): readonly Json[] {
	const entries = valueAt(object, '/metadata/managedFields');
	const written = patch.filter(({op}) => op !== 'test');
	return Array.isArray(entries)
		? entries.filter((entry: Json) => written.some(({path}) => ownsField(valueAt(entry, '/fieldsV1'), path)))
		: [];
}
