import {err, type Result} from '../../domain/result.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {ClusterError, WriteError} from '../../ports/cluster.ts';

/** A read is given up after this long. */
export const readMs = 10_000;

/** Reports a dry run that perch's own deadline ended as a time-out. */
export function inTime(error: WriteError, signal: AbortSignal): WriteError {
	if (error.kind !== 'previewUnavailable' || !signal.aborted) return error;
	return {...error, message: safe`no answer within ${readMs / 1000} s`, isTimeout: true};
}

/** Reports a request that perch's own deadline ended as a time-out, not as cancelled. */
export function timed<T>(result: Result<T, ClusterError>, afterMs: number): Result<T, ClusterError> {
	if (result.ok || result.error.kind !== 'cancelled') return result;
	return err({...result.error, kind: 'timeout', message: safe`no answer within ${afterMs / 1000} s`});
}
