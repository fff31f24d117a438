import type {AuditRecord, IntentRecord, OutcomeRecord} from '../../ports/audit.ts';

/** What was asked, and what came of it, the oldest outcome first. */
export interface Act {
	readonly intent: IntentRecord;
	readonly outcomes: readonly OutcomeRecord[];
}

/** The acts in the records, in the order in which they were asked for. */
export function actsIn(records: readonly AuditRecord[]): readonly Act[] {
	const outcomes = Map.groupBy(
		records.filter(record => record.record === 'outcome'),
		record => record.intentId,
	);
	return records
		.filter(record => record.record === 'intent')
		.map(intent => ({intent, outcomes: outcomes.get(intent.intentId) ?? []}));
}
