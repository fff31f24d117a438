import {type ChildProcess, fork, spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Program} from './program.ts';

/** An API server and a Prometheus in processes of their own. */
export interface Servers {
	/** The environment for a perch that shall use these servers. */
	readonly env: Readonly<Record<string, string>>;
	readonly child: ChildProcess;
	stop(): Promise<void>;
}

/** Starts the demo's servers, as `perch demo --serve` does. */
export async function startDemoServers({cli, env}: Program): Promise<Servers> {
	const child = spawn(process.execPath, [cli, 'demo', '--serve'], {
		env: {...env},
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const said = await untilSaid(child, /PERCH_PROMETHEUS=.*\n/);
	const exported = Object.fromEntries(
		Array.from(said.matchAll(/^export (\w+)=(.*)$/gm), ([, name, value]) => [name, value]),
	);
	return {env: {...env, ...exported}, child, stop: () => stopped(child)};
}

/** Starts servers with `count` services, whose figures change every `scrapeSeconds`. */
export async function startSyntheticServers(
	program: Program,
	{count, scrapeSeconds}: {readonly count: number; readonly scrapeSeconds: number},
): Promise<Servers> {
	const child = fork(join(import.meta.dirname, 'synthetic-servers.ts'), [JSON.stringify({count, scrapeSeconds})], {
		stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
	});
	const {kubeconfig, prometheus} = JSON.parse(await untilSaid(child, /\n/)) as {kubeconfig: string; prometheus: string};
	const path = join(program.folder, `kubeconfig-${count}`);
	writeFileSync(path, kubeconfig, {mode: 0o600});
	const env = {...program.env, KUBECONFIG: path, PERCH_PROMETHEUS: prometheus};
	return {env, child, stop: () => stopped(child)};
}

/** Resolves with the child's output once the output matches; rejects when the child ends before. */
function untilSaid(child: ChildProcess, pattern: RegExp): Promise<string> {
	return new Promise((resolve, reject) => {
		let said = '';
		child.stdout?.on('data', chunk => {
			said += chunk;
			if (pattern.test(said)) resolve(said);
		});
		child.once('exit', code => reject(new Error(`the servers ended with ${code}`)));
	});
}

function stopped(child: ChildProcess): Promise<void> {
	const exited = new Promise<void>(resolve => child.once('exit', () => resolve()));
	child.kill('SIGTERM');
	return exited;
}
