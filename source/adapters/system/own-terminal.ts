import {execFile} from 'node:child_process';
import {rename, rm, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {err, ok, type Result} from '../../domain/result.ts';
import {ident, type SafeText} from '../../domain/text/safe-text.ts';
import type {CopyOutcome, TerminalPort} from '../../ports/terminal.ts';
import {describeFileError} from './file-error.ts';
import {makeFolder} from './make-folder.ts';
import {clipboardSequence, longestCopyBytes} from './osc52.ts';
import {type Environment, stateFolder} from './state-folder.ts';

/** `$XDG_STATE_HOME/perch/copied.md`: what was copied last. */
export function copiedPath(env: Environment, homeFolder: string): string {
	return join(stateFolder(env, homeFolder), 'copied.md');
}

/** The operator's own terminal, where `stdout` is one: into a file or a pipe goes nothing that only a terminal
 * understands. */
export function createOwnTerminal(options: {
	readonly env: Environment;
	readonly homeFolder: string;
	readonly stdout: {readonly isTTY?: boolean; write(bytes: string): unknown};
}): TerminalPort {
	const {env, homeFolder, stdout} = options;
	const path = copiedPath(env, homeFolder);

	async function toClipboard(text: string): Promise<CopyOutcome['clipboard']> {
		if (Buffer.byteLength(text) > longestCopyBytes) return 'tooLong';
		if (env.TMUX && (await loadIntoTmux(text, env))) return 'tmux';
		const sequence = stdout.isTTY ? clipboardSequence(text, env) : null;
		if (sequence === null) return 'none';
		stdout.write(sequence);
		return 'sent';
	}

	return {
		async copy(text) {
			const [clipboard, file] = await Promise.all([toClipboard(text), writeWhole(path, `${text}\n`)]);
			return {clipboard, file: file.ok ? ok(shortPath(path, homeFolder)) : file};
		},
		ring() {
			if (stdout.isTTY) stdout.write('\u0007');
		},
	};
}

/** Writes beside the file and renames, so that a reader finds the last copy or this one, never a half. Readable by
 * its owner alone: it may say who did what, where. */
async function writeWhole(path: string, text: string): Promise<Result<void, SafeText>> {
	const beside = `${path}.${process.pid}`;
	try {
		await makeFolder(dirname(path));
		await rm(beside, {force: true});
		await writeFile(beside, text, {mode: 0o600, flag: 'wx'});
		await rename(beside, path);
		return ok(undefined);
	} catch (error) {
		await rm(beside, {force: true}).catch(() => {});
		return err(describeFileError({what: 'copy', path, error}));
	}
}

/** tmux as it comes drops OSC 52 of the programs in it, but takes a text as its newest buffer and sends that to its
 * own terminal. False where tmux is older than 3.2, or does not answer. */
function loadIntoTmux(text: string, env: Environment): Promise<boolean> {
	return new Promise(resolve => {
		const child = execFile('tmux', ['load-buffer', '-w', '-'], {env, timeout: 2_000}, error => resolve(error === null));
		// tmux may end before it has read everything; the callback tells.
		child.stdin?.on('error', () => {});
		child.stdin?.end(text);
	});
}

function shortPath(path: string, homeFolder: string): SafeText {
	return ident(path.startsWith(`${homeFolder}/`) ? `~${path.slice(homeFolder.length)}` : path);
}
