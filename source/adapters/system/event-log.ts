import {closeSync, openSync, writeSync} from 'node:fs';
import {err, ok, type Result} from '../../domain/result.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {describeFileError} from './file-error.ts';

/** The file of `--record`: one line for each event; mode 0600, because it holds whole objects. */
export interface EventLog {
	/** Never throws: after a failed write the recording ends there, and the program goes on. */
	write(line: string): void;
	close(): void;
}

/** Makes a new file; never overwrites one that exists. */
export function openEventLog(path: string): Result<EventLog, SafeText> {
	let descriptor: number | null;
	try {
		descriptor = openSync(path, 'wx', 0o600);
	} catch (error) {
		return err(describeFileError({what: 'recording', path, error}));
	}
	const close = () => {
		if (descriptor !== null) closeSync(descriptor);
		descriptor = null;
	};
	return ok({
		write(line) {
			if (descriptor === null) return;
			try {
				writeSync(descriptor, `${line}\n`);
			} catch {
				close();
			}
		},
		close,
	});
}
