import {err, ok, type Result} from '../result.ts';

/** Which statuses fail, and which of them do not after all. */
export interface StatusList {
	/** HTTP: statuses and classes, `429`, `5xx`. gRPC: statuses as numbers, `14`, or `any` but OK. */
	readonly failing: readonly string[];
	/** Single statuses of a class, or of `any`. */
	readonly except: readonly string[];
}

export type Protocol = 'http' | 'grpc';

export const protocols = ['http', 'grpc'] as const satisfies readonly Protocol[];

export type StatusMistake =
	| {readonly kind: 'empty'}
	/** The entry at this place is no status that may fail. */
	| {readonly kind: 'noStatus'; readonly at: number}
	/** It fails and does not. */
	| {readonly kind: 'both'; readonly status: string}
	/** Nothing that is listed holds it. */
	| {readonly kind: 'nothingToExcept'; readonly status: string};

/** A list as a person writes it: `5xx`, `429`, `not 501`; `UNAVAILABLE`, `14`, `any`, `not NOT_FOUND`. */
export function readStatuses(protocol: Protocol, entries: readonly string[]): Result<StatusList, StatusMistake> {
	if (entries.length === 0) return err({kind: 'empty'});
	const failing = new Set<string>();
	const except = new Set<string>();
	for (const [at, entry] of entries.entries()) {
		const [, not, name = ''] = /^(not\s+)?(\S+)$/.exec(entry.trim().toLowerCase()) ?? [];
		const status = protocol === 'http' ? httpStatus(name) : grpcStatus(name);
		if (status === null || (not !== undefined && holdsSeveral(status))) return err({kind: 'noStatus', at});
		(not === undefined ? failing : except).add(status);
	}
	for (const status of except) {
		if (failing.has(status)) return err({kind: 'both', status});
		if (!failing.has(wholeOf(protocol, status))) return err({kind: 'nothingToExcept', status});
	}
	return ok({failing: [...failing], except: [...except]});
}

/** `5xx` of `501`; `any` of gRPC. */
export function wholeOf(protocol: Protocol, status: string): string {
	return protocol === 'http' ? `${status.slice(0, 1)}xx` : anyStatus;
}

export const anyStatus = 'any';

function holdsSeveral(status: string): boolean {
	return status === anyStatus || status.endsWith('xx');
}

// A list on which 200 fails would make every request a failure, and the judge blind.
function httpStatus(text: string): string | null {
	return /^[345](?:\d\d|xx)$/.test(text) ? text : null;
}

function grpcStatus(text: string): string | null {
	if (text === anyStatus) return anyStatus;
	const code = grpcNames.indexOf(text.toUpperCase());
	const number = code === -1 && /^\d{1,2}$/.test(text) ? Number(text) : code;
	return number > 0 && number < grpcNames.length ? String(number) : null;
}

/** By number. */
export const grpcNames: readonly string[] = [
	'OK',
	'CANCELLED',
	'UNKNOWN',
	'INVALID_ARGUMENT',
	'DEADLINE_EXCEEDED',
	'NOT_FOUND',
	'ALREADY_EXISTS',
	'PERMISSION_DENIED',
	'RESOURCE_EXHAUSTED',
	'FAILED_PRECONDITION',
	'ABORTED',
	'OUT_OF_RANGE',
	'UNIMPLEMENTED',
	'INTERNAL',
	'UNAVAILABLE',
	'DATA_LOSS',
	'UNAUTHENTICATED',
];
