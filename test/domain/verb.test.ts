import {expect, test} from 'vitest';
import {type Named, verb, verbs, withVerbs} from '../../source/domain/release/verb.ts';
import {ident, line, safe} from '../../source/domain/text/safe-text.ts';

const all = [
	...(Object.keys(verbs) as (keyof typeof verbs)[]),
	'freeze',
	'palette',
] as const satisfies readonly Named[];

test('a front end names each verb in its own way', () => {
	const text = safe`it is held: ${verb('resume')} lets it go, ${verb('back')} takes it back`;
	expect(withVerbs(text, name => safe`perch ${ident(name)}`)).toBe(
		'it is held: perch resume lets it go, perch back takes it back',
	);
	expect(all.map(name => withVerbs(verb(name), ident))).toEqual(all);
});

test('a text without verbs stays as it is', () => {
	const text = safe`2.9.0 is fully promoted`;
	expect(withVerbs(text, ident)).toBe(text);
});

test('a text of the cluster cannot name a verb: perch makes its character visible when it reads it', () => {
	for (const name of all) {
		expect(withVerbs(line(`a${verb(name)}b`), ident)).toMatch(/^a\\ue0[0-9a-f]{2}b$/);
		expect(withVerbs(ident(`a${verb(name)}b`), ident)).toMatch(/^a\\ue0[0-9a-f]{2}b$/);
	}
});
