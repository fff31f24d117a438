import * as v from 'valibot';
import {identText, labelEntries} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import {maskedText} from '../domain/text/mask-text.ts';
import {line} from '../domain/text/safe-text.ts';
import {parseTime} from '../domain/time.ts';

/*
 * The API server leaves out what is empty, and a controller that has not run has written no status: an absent field has
 * a value here, and null says the same. A field of the wrong type makes the schema fail, as what is decided on it would
 * be decided on a guess. A field that decides nothing is wrapped in `shown`: of the wrong type it counts as absent.
 */

/** A field that is only shown, or whose absence is as good as any value. */
export function shown<T extends v.GenericSchema>(field: T) {
	return v.fallback(field, () => v.parse(field, undefined));
}

/** A list that is only shown: items that cannot be read are left out. */
export function shownList<T extends v.GenericSchema>(item: T) {
	return v.pipe(
		shown(v.nullish(v.array(v.unknown()), [])),
		v.transform((items): readonly v.InferOutput<T>[] =>
			(items ?? []).flatMap(one => {
				const read = v.safeParse(item, one);
				return read.success ? [read.output] : [];
			}),
		),
	);
}

/** A name; null when absent, or when empty, as the API server may have it. */
export const nameField = v.pipe(
	v.nullish(identText, null),
	v.transform(name => (name === '' ? null : name)),
);

/** A sentence from a controller; empty when absent. A failed probe or command may repeat a secret in it. */
export const messageField = shown(
	v.nullish(
		v.pipe(
			v.string(),
			v.transform(text => line(maskedText(text))),
		),
		'',
	),
);

/** A count; 0 when absent. */
export const countField = v.nullish(v.pipe(v.number(), v.safeInteger()), 0);

/** A number; null when absent. */
export const numberField = v.nullish(v.pipe(v.number(), v.finite()), null);

export const flagField = v.nullish(v.boolean(), false);

/** Milliseconds since the epoch, for a time that decides something; null when absent or not a time. */
export const decisiveTimeMsField = v.nullish(
	v.pipe(
		v.string(),
		v.transform((text: string): number | null => parseTime(text)),
	),
	null,
);

/** Milliseconds since the epoch; null when absent or not a time. */
export const timeMsField = shown(decisiveTimeMsField);

/** Labels or a selector; empty when absent. The API server reads a null value as an empty one. */
export const labelsField = v.nullish(labelEntries, {});

/** A list; empty when absent. */
export function listField<T extends v.GenericSchema>(item: T) {
	return v.nullish(v.array(item), []);
}

/** An object whose fields may all be absent; an absent object reads as an empty one. */
export function partField<T extends v.ObjectEntries>(entries: T) {
	return v.pipe(v.nullish(v.unknown(), {}), objectOf(entries));
}
