import {closeSync, openSync, writeSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {err, ok, type Result} from '../../domain/result.ts';
import {ident, type SafeText} from '../../domain/text/safe-text.ts';
import type {ClockPort} from '../../ports/clock.ts';
import {describeFileError} from './file-error.ts';
import {makeFolder} from './make-folder.ts';
import {redactCredentials} from './redact-credentials.ts';
import {type Environment, stateFolder} from './state-folder.ts';

/** The log of `--debug`: a file, never the screen. */
export interface DebugLog {
	/** One line: time, room, message. Never throws; after a failed write it stays silent. */
	write(room: string, message: string): void;
	close(): void;
}

/** `$XDG_STATE_HOME/perch/debug.log`. */
export function debugLogPath(env: Environment, homeFolder: string): string {
	return join(stateFolder(env, homeFolder), 'debug.log');
}

/** Opens the log for appending, mode 0600. Writes synchronously, so that the last line before a crash is not lost. */
export async function openDebugLog(options: {
	readonly path: string;
	readonly clock: Pick<ClockPort, 'nowMs'>;
}): Promise<Result<DebugLog, SafeText>> {
	try {
		await makeFolder(dirname(options.path));
		return ok(debugLogOn(openSync(options.path, 'a', 0o600), options.clock));
	} catch (error) {
		return err(describeFileError({what: 'debug log', path: options.path, error}));
	}
}

function debugLogOn(descriptor: number, clock: Pick<ClockPort, 'nowMs'>): DebugLog {
	let isOpen = true;
	const close = () => {
		if (isOpen) closeSync(descriptor);
		isOpen = false;
	};
	return {
		close,
		write(room, message) {
			if (!isOpen) return;
			try {
				const at = new Date(clock.nowMs()).toISOString();
				writeSync(descriptor, `${at} ${ident(room)} ${redactCredentials(message)}\n`);
			} catch {
				// A full disk must not end the program, and there is no place left to report it.
				close();
			}
		},
	};
}
