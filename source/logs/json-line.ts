import {logText} from '../domain/log-line.ts';
import type {SafeText} from '../domain/safe-text.ts';

/** A JSON line as people read it: level, message, then the other fields as `name=value`. Any other line as it is. */
export function readableLine(text: SafeText): SafeText {
	if (!text.startsWith('{') || !text.endsWith('}')) return text;
	let fields: Readonly<Record<string, unknown>>;
	try {
		fields = JSON.parse(text) as Record<string, unknown>;
	} catch {
		return text;
	}
	const level = levels.find(name => typeof fields[name] === 'string');
	const message = messages.find(name => typeof fields[name] === 'string');
	if (message === undefined) return text;
	const others = Object.entries(fields)
		.filter(([name]) => name !== level && name !== message)
		.map(([name, value]) => `${name}=${typeof value === 'string' ? quoted(value) : JSON.stringify(value)}`);
	const first = level === undefined ? [] : [String(fields[level]).toUpperCase()];
	return logText([...first, String(fields[message]), ...others].join(' ').replaceAll('\n', ' ↵ '));
}

const levels = ['level', 'severity', 'lvl'];
const messages = ['msg', 'message'];

function quoted(value: string): string {
	return /[\s"=]/.test(value) ? JSON.stringify(value) : value;
}
