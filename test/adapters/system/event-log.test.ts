import {mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {openEventLog} from '../../../source/adapters/system/event-log.ts';

describe('the file of --record', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'perch-event-log-'));
	});
	afterEach(() => rmSync(folder, {recursive: true}));

	test('holds one line per event and is readable by its owner alone', () => {
		const path = join(folder, 'run.jsonl');
		const log = openEventLog(path);
		if (!log.ok) throw new Error(log.error);
		log.value.write('{"a":1}');
		log.value.write('{"a":2}');
		log.value.close();
		log.value.write('after its end');
		expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"a":2}\n');
		expect(statSync(path).mode & 0o777).toBe(0o600);
	});

	test('never overwrites an existing file', () => {
		const path = join(folder, 'run.jsonl');
		const first = openEventLog(path);
		if (!first.ok) throw new Error(first.error);
		first.value.close();
		expect(openEventLog(path).ok).toBe(false);
	});

	test('is named in the error when it cannot be written', () => {
		const log = openEventLog(join(folder, 'missing', 'run.jsonl'));
		expect(log.ok ? '' : log.error).toContain('run.jsonl');
	});
});
