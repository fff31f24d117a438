import {type ChildProcess, spawn} from 'node:child_process';
import {basename} from 'node:path';
import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ClockPort} from '../../../ports/clock.ts';
import {redactCredentials} from '../../system/redact-credentials.ts';

/** Runs a credential command of the kubeconfig and resolves with its stdout. The command gets no stdin, no
 * terminal, 30 s, and a limit on its output. Its stderr is shown, neutralised, only when it fails. */
export function runCommand(options: {
	readonly command: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly clock: ClockPort;
	readonly signal: AbortSignal;
}): Promise<Result<string, SafeText>> {
	const name = safe`The plugin ${commandName(options.command)}`;
	return new Promise(resolve => {
		// In a session of its own the command cannot ask on the terminal, and its children end with it.
		const child = spawn(options.command, options.args, {
			env: options.env,
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: true,
		});
		const stdout: Buffer[] = [];
		const stderr: Buffer[] = [];
		let stdoutBytes = 0;
		let stderrBytes = 0;
		const finish = (result: Result<string, SafeText>) => {
			cancelDeadline();
			options.signal.removeEventListener('abort', onAbort);
			killGroup(child);
			resolve(result);
		};
		const cancelDeadline = options.clock.after(deadlineMs, () =>
			finish(err(safe`${name} did not answer within 30 s and was ended.`)),
		);
		const onAbort = () => finish(err(safe`${name} was ended: its answer is no longer wanted.`));
		options.signal.addEventListener('abort', onAbort, {once: true});
		if (options.signal.aborted) onAbort();
		child.stdout?.on('data', (chunk: Buffer) => {
			stdoutBytes += chunk.length;
			if (stdoutBytes > maximumStdoutBytes) finish(err(safe`${name} printed more than 1 MiB and was ended.`));
			else stdout.push(chunk);
		});
		child.stderr?.on('data', (chunk: Buffer) => {
			if (stderrBytes < maximumStderrBytes) stderr.push(chunk.subarray(0, maximumStderrBytes - stderrBytes));
			stderrBytes += chunk.length;
		});
		child.on('error', error => finish(err(notStarted(name, errorCode(error)))));
		child.on('close', (code, killedBy) => {
			if (code === 0) return finish(ok(Buffer.concat(stdout).toString('utf8')));
			const said = redactCredentials(Buffer.concat(stderr).toString('utf8').trim());
			const why = said === '' ? safe`it said nothing on stderr` : said;
			finish(err(safe`${name} ended with ${ident(killedBy ?? String(code))}: ${why}`));
		});
	});
}

/** The command's name on screen, without its folder, which would take the room of the message. */
export function commandName(command: string): SafeText {
	return ident(basename(command));
}

const deadlineMs = 30_000;
const maximumStdoutBytes = 2 ** 20;
const maximumStderrBytes = 4_096;

function killGroup(child: ChildProcess): void {
	child.stdout?.destroy();
	child.stderr?.destroy();
	if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// The group ended between the check and the signal.
	}
}

function notStarted(name: SafeText, code: string): SafeText {
	if (code === 'ENOENT') return safe`${name} is not there (ENOENT): install it, or name it with its folder.`;
	if (code === 'EACCES') return safe`${name} may not be run (EACCES): make it executable.`;
	return safe`${name} could not be started: ${ident(code)}`;
}

function errorCode(error: Error): string {
	return 'code' in error ? String(error.code) : 'unknown';
}
