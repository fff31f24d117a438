import {readFile} from 'node:fs/promises';
import * as v from 'valibot';
import {err, ok, type Result} from '../../domain/result.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {AuditRecord} from '../../ports/audit.ts';
import {describeFileError, fileErrorCode} from './file-error.ts';

/** The content of an audit file, oldest record first. Neutralise its texts before showing them: they come
 * from a file. */
export interface AuditHistory {
	readonly records: readonly AuditRecord[];
	/** Lines, counted from 1, that hold no record: cut by a crash, or edited. */
	readonly unreadableLines: readonly number[];
}

/** Reads the audit file back. A file that does not exist yet gives an empty history. */
export async function readAuditHistory(path: string): Promise<Result<AuditHistory, SafeText>> {
	try {
		return ok(parseAuditHistory(await readFile(path, 'utf8')));
	} catch (error) {
		if (fileErrorCode(error) === 'ENOENT') return ok({records: [], unreadableLines: []});
		return err(describeFileError({what: 'audit log', path, error}));
	}
}

function parseAuditHistory(text: string): AuditHistory {
	const records: AuditRecord[] = [];
	const unreadableLines: number[] = [];
	for (const [index, recordText] of text.split('\n').entries()) {
		if (recordText === '') continue;
		const record = parseRecord(recordText);
		if (record === null) unreadableLines.push(index + 1);
		else records.push(record);
	}
	return {records, unreadableLines};
}

function parseRecord(text: string): AuditRecord | null {
	try {
		const parsed = v.safeParse(auditRecord, JSON.parse(text));
		return parsed.success ? parsed.output : null;
	} catch {
		return null;
	}
}

/** Today's verbs, by the words that older records have for them. */
const formerVerbs: ReadonlyMap<string, string> = new Map([['other', 'toRevision']]);

const auditRecord = v.variant('record', [
	v.object({
		record: v.literal('intent'),
		intentId: v.string(),
		at: v.string(),
		user: v.string(),
		context: v.string(),
		cluster: v.string(),
		clusterUid: v.nullable(v.string()),
		verb: v.pipe(
			v.string(),
			v.transform(verb => formerVerbs.get(verb) ?? verb),
		),
		object: v.string(),
		uid: v.string(),
		headline: v.optional(v.string()),
		means: v.optional(v.string()),
		said: v.optional(v.nullable(v.string())),
		effects: v.array(v.string()),
		requests: v.array(v.object({path: v.string(), body: v.unknown()})),
		reason: v.nullable(v.string()),
	}),
	v.object({
		record: v.literal('outcome'),
		intentId: v.string(),
		at: v.string(),
		outcome: v.string(),
		evidence: v.string(),
		reason: v.nullable(v.string()),
	}),
]) satisfies v.GenericSchema<unknown, AuditRecord>;
