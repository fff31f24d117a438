/** Why a query failed, in the terms of Prometheus' HTTP API. */
export type PromqlErrorType = 'bad_data' | 'execution' | 'timeout';

/** Thrown within this folder only; `query.ts` turns it into a value at the edge. */
export class PromqlError extends Error {
	readonly type: PromqlErrorType;

	constructor(type: PromqlErrorType, message: string) {
		super(message);
		this.type = type;
	}
}

/** PromQL that a real Prometheus understands and the demo does not. */
export const unsupported = (construct: string): PromqlError =>
	new PromqlError('execution', `the demo's Prometheus does not support ${construct}`);

/** A mistake in the query's text at `offset` (0-based), placed as Prometheus places it. */
export const parseError = (query: string, offset: number, message: string): PromqlError => {
	const before = query.slice(0, offset).split('\n');
	const column = (before.at(-1) ?? '').length + 1;
	return new PromqlError('bad_data', `${before.length}:${column}: parse error: ${message}`);
};
