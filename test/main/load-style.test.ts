import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {terminalEnvironment} from '../../source/adapters/system/terminal-environment.ts';
import {loadLook, themeFolders} from '../../source/main/load-style.ts';
import {temporaryFolder} from '../adapters/system/temporary-folder.ts';
import {themeNamed} from '../frames/look.ts';

const own = fileURLToPath(new URL('../../themes/', import.meta.url));
const terminal = terminalEnvironment({
	env: {TERM: 'xterm-256color', LANG: 'C.UTF-8'},
	isStdinTty: true,
	isStdoutTty: true,
	colourFlag: 'auto',
	isAsciiAsked: false,
});

test('an unknown theme is refused, and the refusal lists those there are, the operator’s own among them', async () => {
	const folder = await temporaryFolder();
	await writeFile(join(folder, 'mine.json'), JSON.stringify({...themeNamed('default'), name: 'mine'}));
	expect(await loadLook('drak', terminal, [folder, own])).toBe(
		'There is no theme "drak": choose from colour-blind, dark, default, high-contrast, light, mine, mono.',
	);
	expect(await loadLook('../mine', terminal, [folder, own])).toContain('small letters');
});

test('a theme of the operator takes the place of perch’s own of that name, whether or not the folder is there', async () => {
	const folder = await temporaryFolder();
	await writeFile(join(folder, 'dark.json'), JSON.stringify({...themeNamed('mono'), name: 'dark'}));
	expect(await loadLook('dark', terminal, [folder, own])).toMatchObject({
		theme: {styles: {critical: {underline: true}}},
	});
	expect(await loadLook('dark', terminal, [join(folder, 'none'), own])).toMatchObject({
		theme: {styles: {critical: {colour: 210}}},
	});
});

test.each([
	['{"name": "mine"', 'mine.json is not valid JSON: Expected'],
	['{"name": "mine", "styles": {},}', 'mine.json is not valid JSON: Expected double-quoted property name'],
	['"mine"', 'theme: file'],
	['[]', 'theme: name'],
	[
		JSON.stringify({name: 'mine', styles: {...themeNamed('mono').styles, key: {colour: 'pink'}}}),
		'styles.key.colour: must be one of',
	],
])('a mistake in an own theme is told with its file and field', async (text, field) => {
	const folder = await temporaryFolder();
	const path = join(folder, 'mine.json');
	await writeFile(path, text);
	const told = await loadLook('mine', terminal, [folder, own]);
	expect(told).toContain(path);
	expect(told).toContain(field);
	expect(told).toMatch(/; mend it, or take another theme with --theme\.$/);
});

test('a theme that cannot be read is told with the reason', async () => {
	const folder = await temporaryFolder();
	await mkdir(join(folder, 'mine.json'));
	expect(await loadLook('mine', terminal, [folder, own])).toContain('EISDIR');
});

test('own themes stand in perch’s configuration folder', () => {
	expect(themeFolders({XDG_CONFIG_HOME: '/xdg'}, '/home/ana')[0]).toBe('/xdg/perch/themes');
	expect(themeFolders({}, '/home/ana')[0]).toBe('/home/ana/.config/perch/themes');
});
