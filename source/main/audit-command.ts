import {homedir} from 'node:os';
import {readAuditHistory} from '../adapters/system/audit-history.ts';
import {auditLogPath} from '../adapters/system/audit-log.ts';
import {line} from '../domain/safe-text.ts';
import type {AuditRecord, IntentRecord, OutcomeRecord} from '../ports/audit.ts';

/** `perch audit`: what was asked and what came of it, newest last. */
export async function printAudit(print: (text: string) => void): Promise<number> {
	const path = auditLogPath(process.env, homedir());
	const history = await readAuditHistory(path);
	if (!history.ok) {
		print(history.error);
		return 2;
	}
	const {records, unreadableLines} = history.value;
	for (const text of describe(records)) print(text);
	if (records.length === 0) print(`Nothing was done with perch yet. It will be written to ${line(path)}.`);
	if (unreadableLines.length > 0) print(`Lines that hold no record: ${unreadableLines.join(', ')}`);
	return 0;
}

function describe(records: readonly AuditRecord[]): readonly string[] {
	const outcomes = Map.groupBy(
		records.filter((record): record is OutcomeRecord => record.record === 'outcome'),
		record => record.intentId,
	);
	return records
		.filter((record): record is IntentRecord => record.record === 'intent')
		.flatMap(intent => [
			line(
				`${intent.at}  ${intent.verb}  ${intent.object}  in ${intent.cluster}  by ${intent.user}${reason(intent.reason)}`,
			),
			...intent.effects.map(effect => line(`    ${effect}`)),
			...(outcomes.get(intent.intentId) ?? []).map(({at, outcome, evidence, reason: why}) =>
				line(`  → ${at}  ${outcome}  ${evidence}${reason(why)}`),
			),
		]);
}

function reason(text: string | null): string {
	return text === null ? '' : `  (${text})`;
}
