/** An expected failure is a value; a bug throws. */
export type Result<T, E> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly error: E};

export function ok<T>(value: T): {readonly ok: true; readonly value: T} {
	return {ok: true, value};
}

export function err<E>(error: E): {readonly ok: false; readonly error: E} {
	return {ok: false, error};
}

/** The values of all results, in order; the first error where one failed. */
export function allOk<T, E>(results: readonly Result<T, E>[]): Result<readonly T[], E> {
	const values: T[] = [];
	for (const result of results) {
		if (!result.ok) return result;
		values.push(result.value);
	}
	return ok(values);
}

/** Closes an exhaustive switch: the compiler refuses a case that was forgotten. */
export function assertNever(value: never): never {
	throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
