import * as v from 'valibot';

/* valibot takes a list for an object without fields: what is read from the cluster must not be. */

const noList = v.check((input: unknown) => !Array.isArray(input));

export function objectOf<T extends v.ObjectEntries>(entries: T) {
	return v.pipe(v.unknown(), noList, v.object(entries));
}

/** Fields that are not named are kept as they are. */
export function looseObjectOf<T extends v.ObjectEntries>(entries: T) {
	return v.pipe(v.unknown(), noList, v.looseObject(entries));
}

export function recordOf<T extends v.GenericSchema>(value: T) {
	return v.pipe(v.unknown(), noList, v.record(v.string(), value));
}
