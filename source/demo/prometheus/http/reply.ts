/** An answer, not yet sent. */
export interface Reply {
	readonly status: number;
	readonly contentType: string;
	readonly body: string;
}

export type ErrorType = 'bad_data' | 'execution' | 'timeout' | 'not_found' | 'internal';

export const success = (data: unknown, warnings: readonly string[] = []): Reply =>
	json(200, {status: 'success', data, ...(warnings.length > 0 && {warnings})});

/** A refusal in Prometheus' words, with the HTTP status that Prometheus gives to this type. */
export const failure = (errorType: ErrorType, error: string): Reply =>
	json(statuses[errorType], {status: 'error', errorType, error});

export const text = (body: string, status = 200, contentType = 'text/plain; charset=utf-8'): Reply => ({
	status,
	contentType,
	body,
});

const statuses: Readonly<Record<ErrorType, number>> = {
	bad_data: 400,
	not_found: 404,
	execution: 422,
	internal: 500,
	timeout: 503,
};

const json = (status: number, body: unknown): Reply => ({
	status,
	contentType: 'application/json',
	body: JSON.stringify(body),
});
