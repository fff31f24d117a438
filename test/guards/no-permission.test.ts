import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';

// perch finds harm and never gives permission: no sentence may call a canary healthy, safe, the same as stable, or OK.
const permission = /\b(?:healthy|safe|safely|safest|same|ok|okay|fine|good to go|no problem|all clear)\b/i;

/** What else these words stand for on screen, none of it about how a canary does. */
const others = [
	/dry run ok/gi,
	/lines are the same/g,
	/pods of the same/g,
	/of the same (?:version|instant|tag)\b/g,
	/(?:switches|leave|chooses [^`]*) all the same/g,
	/ask for the same pods/g,
	/same tag, another image/g,
	/the same time/g,
	/by the same steps/g,
	/does the same: it has no steps/g,
	/the same version anew/g,
	/@sha256:… of the same/g,
	/the template is the same/g,
	/has the same host/g,
];

const root = new URL('../../', import.meta.url);
const isFile = (name: string) => /\.(?:ts|tsx|txt|md)$/.test(name);
const filesIn = (folder: string) =>
	readdirSync(new URL(folder, root), {recursive: true, encoding: 'utf8'})
		.filter(isFile)
		.map(name => ({name: `${folder}${name}`, text: readFileSync(new URL(`${folder}${name}`, root), 'utf8')}));

const permissionsIn = (text: string) =>
	others
		.reduce((left, other) => left.replace(other, ''), text)
		.split('\n')
		.filter(line => permission.test(line));

/** The texts of a source file that reach the screen. */
const literals = (source: string) =>
	(source.match(/\bsafe`(?:[^`\\$]|\\.|\$\{[^}]*\})*`/g) ?? []).join('\n').replace(/\bsafe`/g, '`');

describe('no sentence gives permission', () => {
	test('on any screen that a frame is drawn of', () => {
		// Describe shows objects as their controllers wrote them.
		const frames = filesIn('test/frames/golden/').filter(({name}) => !name.includes('/describe-'));
		expect(frames.length).toBeGreaterThan(80);
		const found = frames.flatMap(({name, text}) => permissionsIn(text).map(line => `${name}: ${line.trim()}`));
		expect(found).toEqual([]);
	});

	test('in what is copied for a chat', () => {
		const notes = filesIn('test/engine/copied/');
		expect(notes.length).toBeGreaterThan(5);
		expect(notes.flatMap(({text}) => permissionsIn(text))).toEqual([]);
	});

	test.each([
		'source/engine/',
		'source/views/',
		'source/releases/',
		'source/domain/',
		'source/main/',
		'source/backtest/',
	])('in any text of %s', folder => {
		const sources = filesIn(folder);
		const found = sources.flatMap(({name, text}) => permissionsIn(literals(text)).map(line => `${name}: ${line}`));
		expect(sources.length).toBeGreaterThan(5);
		expect(found).toEqual([]);
	});

	test.each(['the canary is healthy', 'SAFE to promote', 'p50 the same as stable', 'CANARY OK', 'canary looks fine'])(
		'and one that does is found: %s',
		sentence => expect(permissionsIn(sentence)).toEqual([sentence]),
	);
});
