import {type FileHandle, open, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {readAuditHistory} from '../../../source/adapters/system/audit-history.ts';
import {auditLogPath, createAuditLog} from '../../../source/adapters/system/audit-log.ts';
import type {IntentRecord, OutcomeRecord} from '../../../source/ports/audit.ts';
import {temporaryFolder} from './temporary-folder.ts';

const intent: IntentRecord = {
	record: 'intent',
	intentId: 'i-1',
	at: '2026-11-21T09:00:00Z',
	user: 'sre@example.com',
	context: 'prod',
	cluster: 'prod-eu',
	clusterUid: null,
	verb: 'promote',
	object: 'rollouts.argoproj.io shop/cart',
	uid: '0b0f',
	effects: ['weight 20 → 40'],
	requests: [{path: '/apis/x', body: [{op: 'test', path: '/metadata/uid', value: '0b0f'}]}],
	reason: '\u001b]52;c;AAAA\u0007 日本',
};
const outcome: OutcomeRecord = {
	record: 'outcome',
	intentId: 'i-1',
	at: '2026-11-21T09:00:02Z',
	outcome: 'effective',
	evidence: 'step 3 seen',
	reason: null,
};

describe('the audit file', () => {
	test('keeps its records in the order in which they were appended', async () => {
		const path = join(await temporaryFolder(), 'state/perch/audit.jsonl');
		const log = createAuditLog({path});
		const ids = Array.from({length: 20}, (_, index) => `i-${index}`);
		const answers = await Promise.all(ids.map(intentId => log.append({...outcome, intentId})));
		expect(answers.every(answer => answer.ok)).toBe(true);
		const history = await readAuditHistory(path);
		expect(history.ok && history.value.records.map(record => record.intentId)).toEqual(ids);
	});
	test('gives back the records that were written, and holds ASCII only', async () => {
		const path = join(await temporaryFolder(), 'audit.jsonl');
		const log = createAuditLog({path});
		await log.append(intent);
		await log.append(outcome);
		expect(await readAuditHistory(path)).toEqual({ok: true, value: {records: [intent, outcome], unreadableLines: []}});
		expect(await readFile(path, 'latin1')).toMatch(/^[\n -~]*$/);
	});
	test('gives a verb its current name where an older record has another', async () => {
		const path = join(await temporaryFolder(), 'audit.jsonl');
		await createAuditLog({path}).append({...intent, verb: 'other'});
		const history = await readAuditHistory(path);
		expect(history).toMatchObject({ok: true, value: {records: [{verb: 'toRevision'}], unreadableLines: []}});
	});
	test('is readable by its owner alone, also when others could read it before', async () => {
		const folder = await temporaryFolder();
		const path = join(folder, 'perch/audit.jsonl');
		await createAuditLog({path}).append(intent);
		expect(await modeOf(path)).toBe(0o600);
		expect(await modeOf(join(folder, 'perch'))).toBe(0o700);
		const wide = join(folder, 'wide.jsonl');
		await writeFile(wide, '', {mode: 0o644});
		await createAuditLog({path: wide}).append(intent);
		expect(await modeOf(wide)).toBe(0o600);
	});
	test('keeps the record that follows a line cut short by a crash', async () => {
		const path = join(await temporaryFolder(), 'audit.jsonl');
		await writeFile(path, `${JSON.stringify(outcome)}\n{"record":"inte`);
		await createAuditLog({path}).append(intent);
		expect(await readAuditHistory(path)).toEqual({
			ok: true,
			value: {records: [outcome, intent], unreadableLines: [2]},
		});
	});
	test('reports its bad lines by number and gives the other records', async () => {
		const path = join(await temporaryFolder(), 'audit.jsonl');
		await writeFile(path, `not json\n[]\n{"record":"other"}\n\n${JSON.stringify(outcome)}\n`);
		expect(await readAuditHistory(path)).toEqual({
			ok: true,
			value: {records: [outcome], unreadableLines: [1, 2, 3]},
		});
	});
	test('is an empty history while it does not exist', async () => {
		const path = join(await temporaryFolder(), 'none.jsonl');
		expect(await readAuditHistory(path)).toEqual({ok: true, value: {records: [], unreadableLines: []}});
	});
});

describe('durability', () => {
	afterEach(() => {
		vi.restoreAllMocks();
	});
	test('the record is synced to disk before append resolves', async () => {
		const folder = await temporaryFolder();
		const prototype = await fileHandlePrototype(folder);
		const path = join(folder, 'audit.jsonl');
		const calls: string[] = [];
		const {appendFile, sync} = prototype;
		vi.spyOn(prototype, 'appendFile').mockImplementation(function (this: FileHandle, ...parameters) {
			calls.push('write');
			return appendFile.apply(this, parameters);
		});
		vi.spyOn(prototype, 'sync').mockImplementation(async function (this: FileHandle) {
			await sync.apply(this);
			calls.push('synced');
		});
		await createAuditLog({path})
			.append(intent)
			.then(() => calls.push('resolved'));
		expect(calls).toEqual(['write', 'synced', 'synced', 'resolved']);
	});
	test('a sync that fails is an error, not a durable record', async () => {
		const folder = await temporaryFolder();
		const prototype = await fileHandlePrototype(folder);
		const failure = Object.assign(new Error('EIO: i/o error, fsync'), {code: 'EIO'});
		vi.spyOn(prototype, 'sync').mockRejectedValue(failure);
		const path = join(folder, 'audit.jsonl');
		expect(await createAuditLog({path}).append(intent)).toEqual({
			ok: false,
			error: `audit log ${path}: i/o error (EIO)`,
		});
	});
});

describe('a disk that fails', () => {
	test.skipIf(process.platform !== 'linux')('a full disk is an error value that says so', async () => {
		expect(await createAuditLog({path: '/dev/full'}).append(intent)).toEqual({
			ok: false,
			error: 'audit log /dev/full: no space left on device (ENOSPC)',
		});
	});
	test('a folder that cannot be made is an error value', async () => {
		const folder = await temporaryFolder();
		await writeFile(join(folder, 'file'), '');
		const answer = await createAuditLog({path: join(folder, 'file/perch/audit.jsonl')}).append(intent);
		expect(answer.ok ? '' : answer.error).toContain('not a directory (ENOTDIR)');
	});
	test('the record after a failure is written once the disk works again', async () => {
		const folder = await temporaryFolder();
		const path = join(folder, 'place');
		const log = createAuditLog({path: join(path, 'audit.jsonl')});
		await writeFile(path, '');
		expect((await log.append(intent)).ok).toBe(false);
		await rm(path);
		expect((await log.append(intent)).ok).toBe(true);
	});
	test('a history that cannot be read is an error value', async () => {
		const folder = await temporaryFolder();
		const answer = await readAuditHistory(folder);
		expect(answer.ok ? '' : answer.error).toContain('EISDIR');
	});
});

test('the default path of the audit file follows XDG, and ignores a relative path as XDG demands', () => {
	expect(auditLogPath({}, '/home/sre')).toBe('/home/sre/.local/state/perch/audit.jsonl');
	expect(auditLogPath({XDG_STATE_HOME: '/state'}, '/home/sre')).toBe('/state/perch/audit.jsonl');
	expect(auditLogPath({XDG_STATE_HOME: 'state'}, '/home/sre')).toBe('/home/sre/.local/state/perch/audit.jsonl');
});

async function modeOf(path: string): Promise<number> {
	return (await stat(path)).mode & 0o777;
}

/** Node does not export the class of its file handles. */
async function fileHandlePrototype(folder: string): Promise<FileHandle> {
	await using handle = await open(folder, 'r');
	return Object.getPrototypeOf(handle) as FileHandle;
}
