import type {SafeText} from '../domain/text/safe-text.ts';
import type {HowEnded} from './meaning.ts';

/** How requests ended by an HTTP status, or by its class `5xx`: those of the class 5 failed. Without a status nobody
 * knows, and nothing is called failed. */
export function outcomeByStatus(status: SafeText | null): HowEnded {
	return {status, grpcStatus: null, isFailed: status !== null && /^5(?:..|xx)$/.test(status)};
}
