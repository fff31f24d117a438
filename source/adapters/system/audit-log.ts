import {type FileHandle, open} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {err, ok, type Result} from '../../domain/result.ts';
import {asciiOnly, type SafeText} from '../../domain/text/safe-text.ts';
import type {AuditPort, AuditRecord} from '../../ports/audit.ts';
import {describeFileError} from './file-error.ts';
import {makeFolder} from './make-folder.ts';
import {type Environment, stateFolder} from './state-folder.ts';

/** `$XDG_STATE_HOME/perch/audit.jsonl`. The demo has a file of its own: its actions do not belong in the
 * operator's record. */
export function auditLogPath(env: Environment, homeFolder: string, isDemo = false): string {
	return join(stateFolder(env, homeFolder), isDemo ? 'demo-audit.jsonl' : 'audit.jsonl');
}

/**
 * The audit record as a file: one JSON object a line, ASCII, append only, readable by its owner alone (0600,
 * its folder 0700 when made here). The file is opened for each record, because a disk that failed once may work
 * again for the next.
 */
export function createAuditLog({path}: {readonly path: string}): AuditPort {
	let earlier: Promise<unknown> = Promise.resolve();
	return {
		append(record) {
			// Append one record after another, so that they stand in the order of the calls.
			const appended = earlier.then(() => appendDurably(path, record));
			earlier = appended;
			return appended;
		},
	};
}

async function appendDurably(path: string, record: AuditRecord): Promise<Result<void, SafeText>> {
	try {
		const madeFolder = await makeFolder(dirname(path));
		await using file = await open(path, 'a+', 0o600);
		const before = await prepare(file);
		// One write for the whole line: other perch processes append to the same file.
		await file.appendFile(before.startsMidLine ? `\n${lineOf(record)}` : lineOf(record));
		await file.sync();
		if (before.isEmpty || madeFolder) await syncFolder(dirname(path));
		return ok(undefined);
	} catch (error) {
		return err(describeFileError({what: 'audit log', path, error}));
	}
}

function lineOf(record: AuditRecord): string {
	return `${asciiOnly(JSON.stringify(record))}\n`;
}

async function prepare(file: FileHandle): Promise<{readonly isEmpty: boolean; readonly startsMidLine: boolean}> {
	const status = await file.stat();
	if (status.isFile() && (status.mode & 0o077) !== 0) await file.chmod(0o600);
	if (status.size === 0) return {isEmpty: true, startsMidLine: false};
	const {buffer} = await file.read({buffer: Buffer.alloc(1), position: status.size - 1});
	// A crash or a full disk may have cut the last line: the next record must not become part of it.
	return {isEmpty: false, startsMidLine: buffer.toString('latin1') !== '\n'};
}

/** Makes the name of a new file durable, not only its content. */
async function syncFolder(path: string): Promise<void> {
	await using folder = await open(path, 'r');
	await folder.sync();
}
