import {globSync, readFileSync} from 'node:fs';
import {relative} from 'node:path';
import {describe, expect, test} from 'vitest';
import {bindingsOf} from '../../source/engine/keys/input/keymap.ts';
import {screens} from '../../source/engine/screens/screens.ts';

const root = new URL('../../', import.meta.url).pathname;

const screenIds = new Set<string>(screens.map(({id}) => id));
// A blank is a key too, but as a literal it joins texts.
const keyNames = new Set(bindingsOf({screens}).flatMap(({keys}) => keys.filter(key => key !== ' ')));

/** Literals that are spelled like a screen or a key but mean something else. */
const otherMeanings: Readonly<Record<string, readonly string[]>> = {
	// It inverts a filter.
	'source/engine/lists/filter.ts': ['!'],
	// Some actions and steps are named like keys.
	'source/engine/state/action-id.ts': ['up', 'down', 'help'],
	'source/engine/state/screen-state.ts': ['up', 'down'],
	// The screen at the bottom of the stack is named once.
	'source/engine/state/initial-state.ts': ['home'],
	// A place where a key is listed.
	'source/engine/world/context.ts': ['help'],
	// A watch of one release's own objects.
	'source/engine/world/release-objects.ts': ['release'],
	// The events of a recording.
	'source/engine/replay.ts': ['events'],
	// A call of the cluster's port.
	'source/engine/runner/logs-runner.ts': ['logs'],
	// An option of kubectl.
	'source/engine/intents/kubectl.ts': ['-'],
	// Paths.
	'source/engine/intents/prepare/protection.ts': ['/'],
	'source/engine/intents/json-pointer.ts': ['/'],
};

/** Literals that name a screen or a key, and sentences that speak of keys. */
function namesIn(text: string): readonly string[] {
	const literals = Array.from(text.matchAll(/'([^'\n]+)'/g), ([, literal = '']) => literal);
	const sentences = Array.from(text.matchAll(/safe`([^`]*)`/g), ([, sentence = '']) =>
		// An interpolation is code, not text.
		sentence.replaceAll(/\$\{[^}]*(?:\}|$)/g, ''),
	);
	return [
		...literals.filter(literal => screenIds.has(literal) || keyNames.has(literal)),
		...sentences.filter(sentence => /\b(?:press|esc|enter|keys?)\b/.test(sentence)),
	];
}

describe('in the engine, outside keys/ and screens/', () => {
	const files = globSync('source/engine/**/*.ts', {cwd: root}).filter(
		file => !/^source\/engine\/(?:keys|screens)\//.test(file),
	);

	test.each(files)('%s names no screen and no key', file => {
		const path = relative('.', file);
		const allowed = otherMeanings[path] ?? [];
		expect(namesIn(readFileSync(`${root}${path}`, 'utf8')).filter(name => !allowed.includes(name))).toEqual([]);
	});

	test('every exception is still needed', () => {
		for (const [path, names] of Object.entries(otherMeanings)) {
			expect(namesIn(readFileSync(`${root}${path}`, 'utf8'))).toEqual(expect.arrayContaining([...names]));
		}
	});

	test('a screen, a key and a sentence about a key are found', () => {
		expect(namesIn("if (place.kind === 'service') return key === 'x';")).toEqual(['service', 'x']);
		expect(namesIn('safe`press x to go back`')).toEqual(['press x to go back']);
	});
});
