import * as v from 'valibot';
import {type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument} from 'yaml';
import {err, ok, type Result} from '../../domain/result.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {type PerchConfig, perchConfig} from './config-schema.ts';

/** What is wrong, and where; `position` counts from 1 and is null when the file as a whole is meant. */
export interface ConfigProblem {
	readonly message: SafeText;
	readonly position: {readonly line: number; readonly column: number} | null;
}

export type ConfigProblems = readonly [ConfigProblem, ...ConfigProblem[]];

/** YAML text to settings, or every mistake in it; no message quotes a value, since a value may be a credential. */
export function parseConfig(text: string): Result<PerchConfig, ConfigProblems> {
	const lines = new LineCounter();
	const document = parseDocument(text, {lineCounter: lines});
	// Show only the error's code: the library's message quotes the offending line, which may hold anything.
	const [unreadable, ...others] = [...document.errors, ...document.warnings].map(({code, pos}) => ({
		message: safe`is not valid YAML: ${codeInWords(code)}`,
		position: at(lines, pos[0]),
	}));
	if (unreadable) return err([unreadable, ...others]);
	if (document.contents === null) return err([{message: safe`holds no settings: is it cut off?`, position: null}]);
	const parsed = v.safeParse(perchConfig, toPlain(document));
	if (parsed.success) return ok(parsed.output);
	const [first, ...more] = parsed.issues;
	const problem = (issue: v.BaseIssue<unknown>) => problemOf(issue, document, lines);
	return err([problem(first), ...more.map(problem)]);
}

function codeInWords(code: string): SafeText {
	return line(code.toLowerCase().replaceAll('_', ' '));
}

/** The library limits YAML's aliases: a file with too many is invalid and must not crash perch. */
function toPlain(document: Document): unknown {
	try {
		return document.toJS();
	} catch {
		return undefined;
	}
}

function problemOf(issue: v.BaseIssue<unknown>, document: Document, lines: LineCounter): ConfigProblem {
	const path = (issue.path ?? []).map(item => item.key);
	const offset = offsetOf(document, path);
	const name = path.length === 0 ? safe`the file` : ident(path.map(nameOf).join('.'));
	return {message: safe`${name} ${complaint(issue)}`, position: offset === null ? null : at(lines, offset)};
}

/** Quotes a key that has dots: contexts are often named after hosts, and those dots separate no keys. */
function nameOf(key: unknown): string {
	const text = String(key);
	return text.includes('.') ? JSON.stringify(text) : text;
}

function complaint(issue: v.BaseIssue<unknown>): SafeText {
	// The messages of these are written in the schema; the library's own quote values.
	if (issue.kind === 'validation' || issue.type === 'union' || issue.type === 'picklist') return line(issue.message);
	if (issue.type === 'strict_object' && issue.expected === 'never') return safe`is not a known setting`;
	if (issue.type === 'strict_object' && issue.received === 'undefined') return safe`is missing`;
	return safe`must be ${line(wordFor[issue.expected ?? ''] ?? issue.expected ?? 'something else')}`;
}

const wordFor: Readonly<Record<string, string>> = {
	string: 'text',
	number: 'a number',
	boolean: 'true or false',
	Array: 'a list',
};

/** The place of the setting: its key or list entry, or the deepest part of its path that exists. */
function offsetOf(document: Document, path: readonly unknown[]): number | null {
	let node: unknown = document.contents;
	let offset = startOf(node);
	for (const key of path) {
		const pair = isMap(node)
			? node.items.find(item => isScalar(item.key) && String(item.key.value) === key)
			: undefined;
		const entry: unknown = isSeq(node) && typeof key === 'number' ? node.items[key] : undefined;
		offset = startOf(pair?.key ?? entry) ?? offset;
		node = pair?.value ?? entry;
	}
	return offset;
}

function startOf(node: unknown): number | null {
	return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function at(lines: LineCounter, offset: number): {readonly line: number; readonly column: number} {
	const {line: row, col} = lines.linePos(offset);
	return {line: row, column: col};
}
