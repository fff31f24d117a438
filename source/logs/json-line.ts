import {logText} from '../domain/log-line.ts';
import type {SafeText} from '../domain/safe-text.ts';
import {jsonMessage} from './json-message.ts';

/** A JSON line as people read it: level, message, then the other fields as `name=value`. Any other line as it is. */
export function readableLine(text: SafeText): SafeText {
	const read = jsonMessage(text);
	if (read === null) return text;
	const {level, message, rest} = read;
	const others = [...rest].map(
		([name, value]) => `${name}=${typeof value === 'string' ? quoted(value) : JSON.stringify(value)}`,
	);
	const first = level === null ? [] : [level.toUpperCase()];
	return logText([...first, message, ...others].join(' ').replaceAll('\n', ' ↵ '));
}

function quoted(value: string): string {
	return /[\s"=]/.test(value) ? JSON.stringify(value) : value;
}
