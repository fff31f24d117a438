import type {SafeText} from '../domain/text/safe-text.ts';
import type {LogEntry} from './log-entry.ts';
import {readableLine} from './readable-line.ts';

/** An entry as the screen shows it. A filter asks for all of them at each new line: so each is read once. */
export function readableEntry(entry: LogEntry): SafeText {
	const known = readables.get(entry);
	if (known !== undefined) return known;
	const readable = entry.isNote ? entry.text : readableLine(entry.text);
	readables.set(entry, readable);
	return readable;
}

const readables = new WeakMap<LogEntry, SafeText>();
