import {existsSync} from 'node:fs';
import {stat, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {makeFolder} from '../../../source/adapters/system/make-folder.ts';
import {temporaryFolder} from './temporary-folder.ts';

test('every missing folder is made, readable by its owner alone', async () => {
	const root = await temporaryFolder();
	expect(await makeFolder(join(root, 'state/perch'))).toBe(true);
	expect((await stat(join(root, 'state'))).mode & 0o777).toBe(0o700);
	expect((await stat(join(root, 'state/perch'))).isDirectory()).toBe(true);
	expect(await makeFolder(join(root, 'state/perch'))).toBe(false);
});

test('two callers that make the same folder at once both succeed', async () => {
	const path = join(await temporaryFolder(), 'a/b/c');
	await Promise.all([makeFolder(path), makeFolder(path)]);
	expect((await stat(path)).isDirectory()).toBe(true);
});

test.skipIf(!existsSync('/proc/self'))('a parent folder that takes no entries is an error at once', async () => {
	await expect(makeFolder('/proc/perch/state')).rejects.toThrow(/ENOENT/);
});

test('a file or a broken link in the way is an error', async () => {
	const root = await temporaryFolder();
	await writeFile(join(root, 'file'), '');
	await symlink(join(root, 'nowhere'), join(root, 'link'));
	await expect(makeFolder(join(root, 'file/perch'))).rejects.toThrow(/ENOTDIR/);
	await expect(makeFolder(join(root, 'link/perch'))).rejects.toThrow(/ENOENT/);
});
