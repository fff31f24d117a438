import {existsSync} from 'node:fs';
import {readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {debugLogPath, openDebugLog} from '../../../source/adapters/system/debug-log.ts';
import {redactCredentials} from '../../../source/adapters/system/redact-credentials.ts';
import {temporaryFolder} from './temporary-folder.ts';

const clock = {nowMs: () => Date.UTC(2026, 10, 21, 9, 0, 0, 250)};

describe('the debug log', () => {
	test('writes neutralised lines with their time, for its owner alone', async () => {
		const path = join(await temporaryFolder(), 'perch/debug.log');
		const opened = await openDebugLog({path, clock});
		if (!opened.ok) throw new Error(opened.error);
		opened.value.write('kubernetes', 'watch ended\u001b[2J\nforged line');
		opened.value.write('prometheus', 'Authorization: Bearer hunter2.hunter2');
		opened.value.close();
		expect(await readFile(path, 'utf8')).toBe(
			'2026-11-21T09:00:00.250Z kubernetes watch ended^[[2J^Jforged line\n' +
				'2026-11-21T09:00:00.250Z prometheus Authorization: Bearer [redacted]\n',
		);
		expect((await stat(path)).mode & 0o777).toBe(0o600);
	});
	test('says why it cannot be opened', async () => {
		const folder = await temporaryFolder();
		await writeFile(join(folder, 'file'), '');
		const opened = await openDebugLog({path: join(folder, 'file/debug.log'), clock});
		expect(opened.ok ? '' : opened.error).toMatch(
			/^debug log .*file\/debug\.log: (not a directory|file already exists)/,
		);
	});
	test.skipIf(!existsSync('/dev/full'))('throws nothing and stops writing when the disk is full', async () => {
		const opened = await openDebugLog({path: '/dev/full', clock});
		if (!opened.ok) throw new Error(opened.error);
		opened.value.write('engine', 'one');
		opened.value.write('engine', 'two');
		opened.value.close();
		opened.value.close();
	});
	test('is in the state folder', () => {
		expect(debugLogPath({}, '/home/sre')).toBe('/home/sre/.local/state/perch/debug.log');
	});
});

describe('credentials are masked', () => {
	test.each([
		['a bearer header', 'GET failed with Bearer hunter2=='],
		['a basic header', 'sent Basic aHVudGVyMg== to proxy hunter2'.replace(' to proxy hunter2', '')],
		['a header object', `{"authorization":"hunter2","a":1}`],
		['a JSON web token', 'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.hunter2 expired'],
		['a URL', 'connect https://sre:hunter2@prometheus:9090/api failed'],
		['a query', 'GET /login?access_token=hunter2&x=1'],
		['a YAML setting', 'password: hunter2'],
		['a quoted setting', 'client-key-data: "hunter2 hunter2"'],
		['a private key', '-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----'],
		['a private key cut off', '-----BEGIN PRIVATE KEY-----\nhunter2'],
	])('in %s', (_name, text) => {
		const redacted = redactCredentials(text);
		expect(redacted).toContain('[redacted]');
		expect(redacted).not.toMatch(/hunter2|aHVudGVyMg|eyJ/);
	});
	test('and ordinary messages stay whole', () => {
		const message = 'rollouts.argoproj.io "cart" is forbidden: User "sre" cannot patch resource "rollouts/status"';
		expect(redactCredentials(message)).toBe(message);
	});
});
