/** An expected failure is a value; a bug throws. */
export type Result<T, E> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly error: E};

export function ok<T>(value: T): {readonly ok: true; readonly value: T} {
	return {ok: true, value};
}

export function err<E>(error: E): {readonly ok: false; readonly error: E} {
	return {ok: false, error};
}

/** Closes an exhaustive switch: the compiler refuses a case that was forgotten. */
export function assertNever(value: never): never {
	throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
