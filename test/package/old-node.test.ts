import {execFile} from 'node:child_process';
import {readFile, realpath} from 'node:fs/promises';
import {delimiter, join} from 'node:path';
import {promisify} from 'node:util';
import {transform} from 'esbuild';
import {describe, expect, test} from 'vitest';
import {dist} from './dist.ts';

const run = promisify(execFile);
const launcher = join(dist, 'cli.js');

const found = await oldNodes();

describe('the launcher', () => {
	// The old versions that this machine has, if any; the versions below are tried on every machine.
	test.each(found)('refuses the old Node %s with one friendly line and exit 2', async (node, version) => {
		expect(await launch(node, [])).toEqual(refusal(version));
	});
	test.each(['14.21.3', '16.20.2', '18.20.8', '20.20.2', '22.0.0', '22.18.9'])('refuses Node %s', async version => {
		expect(await launch(process.execPath, [claiming(version)])).toEqual(refusal(version));
	});
	test.each(['22.19.0', '22.100.0', '23.0.0', '24.1.0', '100.0.0'])('accepts Node %s', async version => {
		const {code, stderr} = await launch(process.execPath, [claiming(version)], ['--version']);
		expect([code, stderr]).toEqual([0, '']);
	});
	test('is written in syntax that Node 14 reads, and has no static import', async () => {
		const code = await readFile(launcher, 'utf8');
		const asOld = await transform(code, {target: 'node14', format: 'esm'});
		const asNew = await transform(code, {target: 'esnext', format: 'esm'});
		expect(asOld.code).toBe(asNew.code);
		expect(code).not.toMatch(/^(import|export)\b/m);
		expect(code).toContain('import("./main.js")');
	});
});

function refusal(version: string) {
	return {code: 2, stdout: '', stderr: `perch needs Node 22.19 or newer; this is Node ${version}.\n`};
}

/** Makes this Node say that it is another version. */
function claiming(version: string): string {
	const versions = `{...process.versions, node: '${version}'}`;
	const script = `Object.defineProperty(process, 'versions', {value: ${versions}})`;
	return `--import=data:text/javascript,${encodeURIComponent(script)}`;
}

async function launch(node: string, options: readonly string[], args: readonly string[] = []) {
	try {
		return {code: 0, ...(await run(node, [...options, launcher, ...args]))};
	} catch (error) {
		const {code, stdout, stderr} = error as {code: number; stdout: string; stderr: string};
		return {code, stdout, stderr};
	}
}

/** Path and version of each Node on PATH that is older than 22.19. */
async function oldNodes(): Promise<readonly (readonly [string, string])[]> {
	const folders = (process.env.PATH ?? '').split(delimiter);
	const paths = await Promise.all(folders.map(folder => realpath(join(folder, 'node')).catch(() => undefined)));
	const nodes = [...new Set(paths.filter(path => path !== undefined))];
	const versions = await Promise.all(
		nodes.map(async path => [path, (await run(path, ['-p', 'process.versions.node'])).stdout.trim()] as const),
	);
	return versions.filter(([, version]) => {
		const [major = 0, minor = 0] = version.split('.').map(Number);
		return major < 22 || (major === 22 && minor < 19);
	});
}
