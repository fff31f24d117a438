import {globSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {parseConfig} from '../../source/adapters/system/config-parse.ts';
import {perchConfig} from '../../source/adapters/system/config-schema.ts';
import {actionOf} from '../../source/engine/keys/actions/actions.ts';
import {bindingsOf} from '../../source/engine/keys/input/keymap.ts';
import {screens} from '../../source/engine/screens/screens.ts';
import {demoFaults} from '../../source/main/demo/demo-faults.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');

/** The other pages; backends and architecture are left out because they name flags of other programs too. */
const pages = globSync('docs/*.md', {cwd: new URL('../../', import.meta.url)})
	.filter(path => !/(backends|architecture)\.md$/.test(path))
	.map(read);

function codeBlocks(text: string, language: string): readonly string[] {
	return Array.from(text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm), ([, tag, block]) => ({tag, block: block ?? ''}))
		.filter(({tag}) => tag === language)
		.map(({block}) => block);
}

test('the README has at most 8 KB', () => {
	expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(8_192);
});

test('docs/keys.md lists every key with the words of the help screen, and no other key', () => {
	const shown: Readonly<Record<string, string>> = {escape: 'esc', pagedown: 'pgdn', pageup: 'pgup', ' ': 'space'};
	const expected: {keys: string; help: string}[] = [];
	for (const {keys, action, listed} of bindingsOf({screens})) {
		if (listed === 'palette') continue;
		const help = listed === 'nowhere' ? '' : actionOf({screens}, action).help;
		const words = keys.map(key => `\`${shown[key] ?? key}\``).join(' ');
		const last = expected.at(-1);
		// A key without words of its own belongs to the one before it.
		if (help === '' && last) {
			if (!last.keys.split(' ').includes(words)) last.keys += ` ${words}`;
		} else expected.push({keys: words, help});
	}
	const rows = read('docs/keys.md')
		.split('\n')
		.filter(line => line.startsWith('| `'));
	expect(rows).toEqual(expected.map(({keys, help}) => `| ${keys} | ${help} |`));
});

describe('the documentation of flags', () => {
	const kebab = (name: string) => `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
	const declared = Array.from(
		read('source/main/command-line/arguments.ts').matchAll(/^\t\t\t(\w+): \{type: '\w+'.*\},$/gm),
		([, name = '']) => kebab(name),
	);

	test('has a row for every flag, and every row is a flag', () => {
		const rows = read('docs/commands.md')
			.split('\n')
			.filter(line => line.startsWith('| `-'));
		const named = rows.flatMap(row => row.split(' | ')[0]?.match(/--[a-z-]+/g) ?? []);
		// meow adds --help and --version.
		expect(named.toSorted()).toEqual([...declared, '--help', '--version'].toSorted());
	});

	test('names only flags of perch or of npm, on every page', () => {
		const known = new Set([...declared, '--help', '--version', '--clusterrole', '--global']);
		for (const page of [readme, ...pages])
			for (const [flag] of page.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)) expect(known).toContain(flag);
	});

	test('names every fault of the demo', () => {
		const named = read('docs/commands.md').match(/^\| `--fault NAME` \|.*$/m)?.[0] ?? '';
		expect(named.match(/`[a-z-]+`/g)).toEqual(Object.keys(demoFaults).map(fault => `\`${fault}\``));
	});
});

test('the example configuration in docs/connecting.md is valid and names every setting', () => {
	const [example = ''] = codeBlocks(read('docs/connecting.md'), 'yaml');
	const parsed = parseConfig(example);
	expect(parsed).toMatchObject({ok: true});
	const written = new Set(example.match(/[a-zA-Z]+(?=:)/g));
	// Of two ways to write a secret the example shows one and names the other.
	const named = new Set(example.match(/(?<=# or |, or )[a-zA-Z]+/g));
	const all = settingsOf(perchConfig);
	expect(all.size).toBeGreaterThan(15);
	for (const setting of all) expect(written.has(setting) || named.has(setting), setting).toBe(true);
});

/** The names of all settings, at whatever depth of the schema. */
function settingsOf(schema: unknown, found = new Set<string>()): ReadonlySet<string> {
	if (typeof schema !== 'object' || schema === null) return found;
	const {entries, pipe, options, wrapped, value} = schema as Readonly<Record<string, unknown>>;
	if (typeof entries === 'object' && entries !== null) {
		for (const [name, entry] of Object.entries(entries)) {
			found.add(name);
			settingsOf(entry, found);
		}
	}
	for (const list of [pipe, options]) if (Array.isArray(list)) for (const part of list) settingsOf(part, found);
	for (const part of [wrapped, value]) settingsOf(part, found);
	return found;
}
