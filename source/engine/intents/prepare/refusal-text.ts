import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ClusterError, WriteError} from '../../../ports/cluster.ts';

/** Why the API server refused. Where a permission is missing its own sentence is long; this is what to ask for. */
export function refusalText(error: ClusterError | WriteError): SafeText {
	const missing = 'missing' in error ? error.missing : null;
	return missing === null ? error.message : safe`not allowed: needs ${missing}`;
}
