import {ident, safe} from '../../../domain/text/safe-text.ts';
import type {LogState} from '../../../ports/logs.ts';
import type {Failure} from '../http/failure.ts';

/** What the refusal of a pod or its log means; null for a failure that may pass by itself. */
export function logRefusal({error}: Failure, what: 'pods' | 'pods/log'): LogState | null {
	const {kind, status, message, missing} = error;
	if (kind === 'forbidden') return {kind: 'forbidden', missing: missing ?? safe`get ${ident(what)}`};
	if (kind === 'notFound' && what === 'pods') return {kind: 'gone'};
	if (status !== 400) return null;
	// The server tells these apart in its message alone.
	if (/^previous terminated container ".*" in pod ".*" not found$/.test(message)) return {kind: 'noPrevious'};
	const [, reason] = / is waiting to start: (.+)$/.exec(message) ?? [];
	if (reason === undefined) return null;
	const isOfImage = /can't be pulled|failing to pull image/.test(reason);
	return {kind: isOfImage ? 'imageUnavailable' : 'waiting', reason: ident(reason)};
}
