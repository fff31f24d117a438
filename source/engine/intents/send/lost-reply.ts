import type {Json, RawObject} from '../../../domain/cluster/kube-object.ts';
import type {PatchStep} from '../../../domain/release/plan.ts';
import {parseTime} from '../../../domain/time.ts';
import {ownsField} from '../../../ownership/touched-object.ts';
import {holds, preconditionsHold, valueAt} from '../json-pointer.ts';

/** Perch's name in managedFields. */
const fieldManager = 'perch';

/** Seconds after the lost reply at which the object is read again. */
export const rereadSeconds = [1, 5, 15, 65] as const;

export type Judgement =
	/** The effect is there, and managedFields name perch as its writer. */
	| 'applied'
	/** The effect is there; its writer cannot be proven. */
	| 'happened'
	/** The preconditions still hold, past the time in which the server could have finished. */
	| 'notApplied'
	| 'cannotTell';

/** What a fresh read says about a patch whose reply was lost. `sentAtMs` is on the server's clock; `before` is
 * the object's mark before the request, null if unknown; `isLastRead`: the server's own time-out has passed. */
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
	// The object may look as before because another writer took perch's change back; then its mark differs.
	const isUntouched = before === null || markOf(step, object) === before;
	if (preconditionsHold(object, step.patch) && isUntouched) return isLastRead ? 'notApplied' : 'cannotTell';
	// Neither as before nor as intended: the object changed further, perhaps because of perch's own write.
	return 'cannotTell';
}

/** A mark that changes with every write of what this step writes, even back to the old value: the generation,
 * or the resourceVersion for kinds without one. A status is written all the time, so there the mark is the
 * owners of these fields. `ownWrites`: how often the plan itself writes the object before this step. Null
 * where the mark cannot be predicted. */
export function markOf(step: PatchStep, object: RawObject, ownWrites = 0): string | null {
	if (step.subresource === 'status')
		return JSON.stringify(entriesOf(step, object).map(entry => valueAt(entry, '/manager')));
	const generation = valueAt(object, '/metadata/generation');
	if (typeof generation === 'number') return `${generation + ownWrites}`;
	return ownWrites === 0 ? JSON.stringify(valueAt(object, '/metadata/resourceVersion') ?? null) : null;
}

/** managedFields times have whole seconds: the second of the request counts as after it. An earlier step of the
 * plan is perch's write too, so only entries that own these very fields count. */
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
