import type {SafeText} from '../text/safe-text.ts';

/** How requests ended, as the labels of a provider tell it. */
export interface Outcome {
	/** The HTTP status, `503`, or its class, `5xx`, where only classes are counted; null where none is told. */
	readonly status: SafeText | null;
	/** The gRPC status as a number, `14`; null for other protocols. */
	readonly grpcStatus: SafeText | null;
	/** Whether the provider's own rule counts them as failed. */
	readonly isFailed: boolean;
	readonly perSecond: number;
}
