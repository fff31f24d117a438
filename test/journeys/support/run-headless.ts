import {spawn} from 'node:child_process';
import {join} from 'node:path';
import {dist} from '../../package/dist.ts';
import type {HomeFolder} from './home-folder.ts';

export interface HeadlessRun {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs perch without a terminal until it ends. */
export async function runHeadless(
	home: HomeFolder,
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<HeadlessRun> {
	const child = spawn(process.execPath, [join(dist, 'cli.js'), ...args], {
		env: {...home.env, ...env},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const {promise, resolve, reject} = Promise.withResolvers<number | null>();
	child.once('error', reject);
	child.once('close', resolve);
	const [code, stdout, stderr] = await Promise.all([promise, textOf(child.stdout), textOf(child.stderr)]);
	return {code, stdout, stderr};
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
	stream.setEncoding('utf8');
	let text = '';
	for await (const chunk of stream) text += String(chunk);
	return text;
}
