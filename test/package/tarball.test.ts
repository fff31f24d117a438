import {execFile} from 'node:child_process';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {dist, root} from './dist.ts';

const run = promisify(execFile);

describe('the packed tarball', () => {
	let folder: string;
	let packed: readonly string[];
	let version: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'perch-tarball-'));
		const {stdout} = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
			cwd: root,
		});
		const {filename, files} = packReport(JSON.parse(stdout));
		packed = files.map(({path}) => path);
		({version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
		await writeFile(join(folder, 'package.json'), '{"private": true}');
		const quiet = ['--no-audit', '--no-fund', '--offline', '--ignore-scripts'];
		await run('npm', ['install', ...quiet, join(folder, filename)], {cwd: folder});
	});
	afterAll(() => rm(folder, {recursive: true, force: true}));

	test('holds the program, the themes and the three documents, and nothing else', async () => {
		const programs = (await readdir(dist)).filter(name => name !== 'meta.json').map(name => `dist/${name}`);
		const themes = (await readdir(join(root, 'themes'))).map(name => `themes/${name}`);
		expect(packed.toSorted()).toEqual(['LICENSE', 'README.md', 'package.json', ...programs, ...themes].toSorted());
		const kinds = new Set(programs.map(path => /\.[^./]+$/.exec(path)?.[0]));
		expect(kinds).toEqual(new Set(['.js', '.json', '.txt']));
	});
	test('brings no other package and no install script', async () => {
		expect(await readdir(join(folder, 'node_modules'))).toEqual(['.bin', '.package-lock.json', 'perch']);
		const {scripts, dependencies} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
		expect(dependencies).toBeUndefined();
		expect(Object.keys(scripts).filter(name => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
	});
	test('runs in an empty folder: --version', async () => {
		const {stdout, stderr} = await perch('--version');
		expect([stdout.trim(), stderr]).toEqual([version, '']);
	});
	test('runs in an empty folder: --help', async () => {
		const {stdout, stderr} = await perch('--help');
		for (const flag of ['--context', '--kubeconfig', '--prometheus', '--read-only', '--once'])
			expect(stdout).toContain(flag);
		expect(stderr).toBe('');
	});
	test('runs in an empty folder: the demo, with its servers and themes', async () => {
		const {stdout, stderr} = await perch('demo', '--once', '--columns', '80', '--rows', '24');
		expect(stdout).toMatch(/k8s (?:late )?\d+s · metrics (?:late )?\d+s/);
		expect(stdout).toContain('shop/checkout');
		expect(stderr).toBe('');
	});

	/** Runs perch without other packages to fall back on, and without the settings of the person who runs the tests. */
	function perch(...args: readonly string[]) {
		const command = join(folder, 'node_modules/.bin/perch');
		const env = {PATH: process.env.PATH, HOME: folder, TMPDIR: folder, TERM: 'xterm-256color', LANG: 'C.UTF-8'};
		return run(command, args, {cwd: folder, env});
	}
});

interface PackReport {
	readonly filename: string;
	readonly files: readonly {readonly path: string}[];
}

/** A list in older versions of npm, an object by package name in newer ones. */
function packReport(report: readonly PackReport[] | Readonly<Record<string, PackReport>>): PackReport {
	const [only] = Object.values(report);
	if (only === undefined) throw new Error('npm pack packed nothing');
	return only;
}
