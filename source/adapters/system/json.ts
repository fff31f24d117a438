import * as v from 'valibot';

/** Null for text that is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** Null for text that is not JSON of this shape. */
export function parseAs<T>(schema: v.GenericSchema<unknown, T>, text: string): T | null {
	const parsed = v.safeParse(schema, parseJson(text));
	return parsed.success ? parsed.output : null;
}
