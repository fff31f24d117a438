import type {Result} from '../domain/result.ts';
import type {SafeText} from '../domain/text/safe-text.ts';

/** The operator's own record of what was asked and what came of it. Append only. */
export interface AuditPort {
	/** Resolves when the record is durable. An error is a value: the caller decides whether the write may go on. */
	append(record: AuditRecord): Promise<Result<void, SafeText>>;
}

export type AuditRecord = IntentRecord | OutcomeRecord;

/** perch writes this record before the request. */
export interface IntentRecord {
	readonly record: 'intent';
	readonly intentId: string;
	readonly at: string;
	readonly user: string;
	readonly context: string;
	readonly cluster: string;
	readonly clusterUid: string | null;
	readonly verb: string;
	readonly object: string;
	readonly uid: string;
	/** `BACK TO 2.8.1`, and how: `argo abort`. Older records have neither. */
	readonly headline?: string | undefined;
	readonly means?: string | undefined;
	/** What perch said of the canary then: `CANARY IS WORSE since 02:36 · …`; null where it said nothing. Older records do
	 * not tell. */
	readonly said?: string | null | undefined;
	readonly effects: readonly string[];
	/** The literal requests. */
	readonly requests: readonly {
		readonly path: string;
		readonly body: unknown;
	}[];
	readonly reason: string | null;
}

/** Written when perch saw the outcome, or that it is unknown. One intent may have several; the last one counts. */
export interface OutcomeRecord {
	readonly record: 'outcome';
	readonly intentId: string;
	readonly at: string;
	readonly outcome: string;
	readonly evidence: string;
	readonly reason: string | null;
}
