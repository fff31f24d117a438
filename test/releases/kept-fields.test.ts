import {readdirSync} from 'node:fs';
import * as v from 'valibot';
import {expect, test} from 'vitest';
import type {WatchedKind} from '../../source/domain/cluster/kube-object.ts';
import {EVENTS} from '../../source/kinds/event.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {rawOf, readSituation} from './situation.ts';

const folder = new URL('../fixtures/cluster/', import.meta.url);
const situations = readdirSync(folder).flatMap(backend =>
	readdirSync(new URL(`${backend}/`, folder)).map(file => readSituation(`${backend}/${file.replace('.json', '')}`)),
);
const kinds = new Map<string, WatchedKind>(releaseBackends.flatMap(({kinds}) => kinds.map(kind => [kind.kind, kind])));

test('the schemas accept every recorded object', () => {
	for (const {objects} of situations) {
		for (const object of objects) {
			const kind = kinds.get(String(object.kind));
			expect(kind?.kind).toBe(object.kind);
			expect(kind && v.safeParse(kind.schema, object).success).toBe(true);
		}
	}
});

test('the schemas keep no value of an environment variable, only that it changed', () => {
	const raw = JSON.stringify(situations.flatMap(({objects}) => objects));
	expect(raw).toContain('hunter2');
	const kept = situations.flatMap(({objects}) =>
		objects.flatMap(object => {
			const kind = kinds.get(String(object.kind));
			return kind ? [v.parse(kind.schema, object)] : [];
		}),
	);
	expect(JSON.stringify(kept)).not.toContain('hunter2');
	expect(JSON.stringify(kept)).toContain('DB_PASSWORD');
});

test('the schemas accept an object that has only metadata, and refuse a name of a wrong type', () => {
	for (const kind of kinds.values()) {
		expect(v.safeParse(kind.schema, {metadata: {name: 'a', namespace: 'b', uid: 'c'}}).success).toBe(true);
		expect(v.safeParse(kind.schema, {metadata: {name: 7}}).success).toBe(false);
	}
});

test('the schemas make text from the cluster safe', () => {
	const event = rawOf(situations[0]?.objects ?? [], 'Event');
	const parsed = v.parse(EVENTS.schema, {
		...event,
		message: 'pulled\u001b]0;owned\u0007 \u202eevil',
		reason: 'a\u001b[31m',
	});
	expect(parsed.message).toBe('pulled^[]0;owned^G \\u202eevil');
	expect(parsed.reason).toBe('a^[[31m');
});
