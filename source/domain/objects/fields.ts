import * as v from 'valibot';
import {identText} from '../kube-object.ts';
import {line} from '../safe-text.ts';
import {parseTime} from '../time.ts';

/*
 * The API server leaves out what is empty, and a controller that has not run has written no status: an absent field has
 * a value here. A field of the wrong type is an object that we do not understand, and makes the schema fail.
 */

/** A name; null when absent. */
export const nameField = v.nullish(identText, null);

/** A sentence from a controller; empty when absent. */
export const messageField = v.nullish(v.pipe(v.string(), v.transform(line)), '');

/** A count; 0 when absent. */
export const countField = v.nullish(v.number(), 0);

/** A number; null when absent. */
export const numberField = v.nullish(v.number(), null);

export const flagField = v.nullish(v.boolean(), false);

/** Milliseconds since the epoch; null when absent or not a time. */
export const timeMsField = v.nullish(
	v.pipe(
		v.string(),
		v.transform((text: string): number | null => parseTime(text)),
	),
	null,
);

/** Labels or a selector; empty when absent. */
export const labelsField = v.nullish(v.record(v.string(), identText), {});

/** A list; empty when absent. */
export function listField<T extends v.GenericSchema>(item: T) {
	return v.nullish(v.array(item), []);
}

/** An object whose fields all may be absent; as if it were empty when it is absent itself. */
export function partField<T extends v.ObjectEntries>(entries: T) {
	return v.pipe(v.nullish(v.unknown(), {}), v.object(entries));
}
