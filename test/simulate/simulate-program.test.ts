import {execFile} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {harmWorlds} from '../../tools/simulate/harm-worlds.ts';
import {harmlessWorlds} from '../../tools/simulate/harmless-worlds.ts';
import {recoveryWorlds} from '../../tools/simulate/recovery-worlds.ts';

const root = join(import.meta.dirname, '../..');

async function simulate(...more: readonly string[]) {
	try {
		const {stdout, stderr} = await promisify(execFile)(process.execPath, ['tools/simulate.ts', ...more], {cwd: root});
		return {code: 0, stdout, stderr};
	} catch (error) {
		return error as {readonly code: number; readonly stdout: string; readonly stderr: string};
	}
}

test('npm run simulate prints a row for each kind of release, and how many runs it rests on', async () => {
	const {scripts} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	expect(scripts.simulate).toBe('node tools/simulate.ts');
	const {code, stdout} = await simulate('--runs', '1', '--seed', '7');
	expect(code).toBe(0);
	for (const {name} of [...harmlessWorlds, ...harmWorlds, ...recoveryWorlds]) expect(stdout).toContain(`\n| ${name} |`);
	expect(stdout.match(/1 runs.*, seed 7|Runs of 1 .*; seed 7/g)).toHaveLength(3);
});

test.each([
	[['--runs', '0'], '--runs 0: write a whole number from 1 on'],
	[['--runs', 'many'], '--runs many: write a whole number from 1 on'],
	[['--seed', '1.5'], '--seed 1.5: write a whole number from 0 on'],
	[['--fast'], "Unknown option '--fast'"],
])('%j is refused with what to write', async (more, words) => {
	const {code, stdout, stderr} = await simulate(...more);
	expect({code, stdout}).toEqual({code: 1, stdout: ''});
	expect(stderr).toMatch(/^simulate: /);
	expect(stderr).toContain(words);
});
