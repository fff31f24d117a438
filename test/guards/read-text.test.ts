import {globSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';

// Sentences for the operator may be reworded at any time, so no decision may read them. Decisions read typed values: a
// release's detail, a plan's steps, a code.
const sentence = '(?:text|label|means|evidence|headline|because|why)';
const readings = [
	/(?:\.facts|\{facts\}\)?)\s*\.?(?:find|filter|some|every|map|flatMap)\b/,
	/\beffects\s*\.(?:find|filter|some|every|includes)\b/,
	new RegExp(`\\b${sentence}\\)?\\??\\.(?:startsWith|endsWith|includes|indexOf|split|slice|search)\\(`),
	new RegExp(`\\b${sentence} (?:===|!==) (?:safe)?['"\`][^'"\`]`),
	new RegExp(`/\\.(?:exec|test)\\((?:\\w+\\??\\.)+${sentence}\\b`),
];

/** The reason of a pause is one of these words: a type of its own, not a sentence. */
const words = /phase\.because === '(?:person|timer|manual|inconclusive)'/;

function readsText(source: string): readonly string[] {
	return source.split('\n').filter(row => readings.some(reading => reading.test(row.replace(words, ''))));
}

test('no backend reads a text that is meant for a person', () => {
	const files = globSync('source/releases/**/*.ts');
	const found = files.flatMap(file => readsText(readFileSync(file, 'utf8')).map(row => `${file}: ${row.trim()}`));
	expect(found).toEqual([]);
	expect(files.length).toBeGreaterThan(100);
});

test.each([
	"const held = release.facts.find(({label}) => label === 'held by hand');",
	"const isBack = back.means === 'route by hand';",
	"if (means.startsWith('failed checks')) return 'fail';",
	"const [kind] = release.back.text.split('/');",
	'const moved = plan.effects.every(effect => known.includes(effect));',
	'const weight = /(\\d+)%/.exec(now.next.text)?.[1];',
	'if (phase.because === safe`a timer`) return null;',
])('this check finds a line that reads a text for a person: %s', row => {
	expect(readsText(row)).toEqual([row]);
});

// A screen names a verb by its key, a command line by its command: no sentence below them names either.
const named =
	/safe`[^`]*(?<![\w%$'-])[xprbthwuz] (?:goes|again|promotes|resumes|lets|chooses|starts|opens|measures|turns|puts|ends|switches|asks|does|sets|suspends|takes|holds|deletes|first|still)\b/;

test('no sentence of a backend or of the engine names a key', () => {
	const files = globSync('source/{releases,ownership,policies,traffic,engine}/**/*.ts').filter(
		file => !/source\/engine\/(?:keys|screens)\//.test(file),
	);
	const found = files.flatMap(file =>
		readFileSync(file, 'utf8')
			.split('\n')
			.filter(row => named.test(row))
			.map(row => `${file}: ${row.trim()}`),
	);
	expect(found).toEqual([]);
});

test('this check finds a sentence that names a key', () => {
	expect(named.test('return safe`it is held by hand already: r resumes`;')).toBe(true);
	expect(named.test('return safe`it is gone: b chooses another revision`;')).toBe(true);
});
