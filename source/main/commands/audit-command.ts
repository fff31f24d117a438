import {homedir} from 'node:os';
import {readAuditHistory} from '../../adapters/system/audit-history.ts';
import {auditLogPath} from '../../adapters/system/audit-log.ts';
import {line} from '../../domain/text/safe-text.ts';
import type {Arguments} from '../command-line/arguments.ts';
import {type Act, actsIn} from './audit-acts.ts';
import {actMarkdown} from './audit-markdown.ts';

/** `perch audit`: what was asked and what came of it, newest last; with `--last` the newest alone, with
 * `--markdown` as it is pasted into a chat. */
export async function printAudit(
	{audit: {isMarkdown, last}}: Pick<Arguments, 'audit'>,
	print: (text: string) => void,
): Promise<number> {
	const path = auditLogPath(process.env, homedir());
	const history = await readAuditHistory(path);
	if (!history.ok) {
		print(history.error);
		return 2;
	}
	const {records, unreadableLines} = history.value;
	const acts = actsIn(records).slice(last === null ? 0 : -last);
	if (isMarkdown) {
		if (acts.length > 0) print(acts.map(actMarkdown).join('\n\n'));
	} else for (const text of acts.flatMap(describe)) print(text);
	if (records.length === 0) print(`Nothing was done with perch yet. It will be written to ${line(path)}.`);
	if (unreadableLines.length > 0) print(`Lines that hold no record: ${unreadableLines.join(', ')}`);
	return 0;
}

function describe({intent, outcomes}: Act): readonly string[] {
	return [
		line(
			`${intent.at}  ${intent.verb}  ${intent.object}  in ${intent.cluster}  by ${intent.user}${reason(intent.reason)}`,
		),
		...(intent.said ? [line(`    perch said: ${intent.said}`)] : []),
		...intent.effects.map(effect => line(`    ${effect}`)),
		...outcomes.map(({at, outcome, evidence, reason: why}) => line(`  → ${at}  ${outcome}  ${evidence}${reason(why)}`)),
	];
}

function reason(text: string | null): string {
	return text === null ? '' : `  (${text})`;
}
