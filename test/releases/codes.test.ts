import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {sceneOf, verbsOf} from './operator.ts';

// Programs rely on these: a code that changes here is a change of what perch promises.
const folder = new URL('../fixtures/cluster/', import.meta.url);
const names = readdirSync(folder).flatMap(kind =>
	readdirSync(new URL(`${kind}/`, folder)).map(file => `${kind}/${file.replace('.json', '')}`),
);
const pinned = new URL('../fixtures/told-codes.json', import.meta.url);

test('every recorded situation has the codes that it had before', () => {
	const told = Object.fromEntries(names.map(name => [name, codesOf(name)]));
	expect(told).toEqual(JSON.parse(readFileSync(pinned, 'utf8')));
});

test.each(names)('no sentence of %s is escaped twice, which would turn a verb into an escape', name => {
	const scene = sceneOf(name);
	const {detail: _, ...shown} = scene.release;
	expect(JSON.stringify([shown, verbsOf(scene)])).not.toMatch(/\\\\ue0/);
});

/** `paused · held-for-person · open-pause · back: –`, and the contradictions. */
function codesOf(name: string): string {
	const {phase, next, why, back, contradictions} = sceneOf(name).release;
	const told = ['code' in phase ? `${phase.kind} ${phase.code}` : phase.kind, next.code, why?.code, back.code];
	return [...told.map(code => code ?? '–'), ...contradictions.map(({code}) => `≠ ${code}`)].join(' · ');
}
