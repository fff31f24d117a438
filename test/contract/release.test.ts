import {readdirSync} from 'node:fs';
import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {Verb} from '../../source/domain/release/verb.ts';
import {holds} from '../../source/engine/intents/json-pointer.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {
	liveObject,
	operationOf,
	patched,
	patchSteps,
	planOf,
	requestsOf,
	type Scene,
	sceneOf,
	withObject,
} from '../releases/operator.ts';
import {snapshotOf} from '../releases/situation.ts';

/** All but `undo`, which the engine makes for every backend. */
const verbs: readonly Verb[] = [
	'promote',
	'promoteFull',
	'hold',
	'resume',
	'back',
	'toRevision',
	'retry',
	'restart',
	'setWeight',
	'setImage',
	'jump',
	'terminate',
];
const backends: readonly ReleaseBackend[] = releaseBackends;

const folder = new URL('../fixtures/cluster/', import.meta.url);
const situations = readdirSync(folder).flatMap(backend =>
	readdirSync(new URL(`${backend}/`, folder)).map(file => `${backend}/${file.replace('.json', '')}`),
);

/** What every backend must do, whatever it controls. */
describe.each(backends.map(backend => [backend.id, backend] as const))('%s', (_, backend) => {
	test('reads its anchor, and names every kind once', () => {
		const ids = backend.kinds.map(kind => kind.id);
		expect(ids).toContain(backend.anchor.id);
		expect(new Set(ids).size).toBe(ids.length);
		for (const kind of backend.kinds) {
			expect(kind.id).toBe(kind.group === '' ? kind.resource : `${kind.resource}.${kind.group}`);
			expect(kind.versions.length).toBeGreaterThan(0);
		}
	});

	test('has every verb, or a reason why not', () => {
		for (const verb of verbs) {
			const isSupported = backend.operations[verb] !== undefined;
			expect([verb, isSupported]).not.toEqual([verb, backend.unsupported[verb] !== undefined]);
		}
	});

	test('directs back toward stable, and every verb that promotes, resumes or restarts toward the canary', () => {
		for (const verb of ['promote', 'promoteFull', 'resume', 'toRevision', 'retry', 'restart'] as const) {
			expect(backend.operations[verb]?.direction ?? 'towardCanary').toBe('towardCanary');
		}
		expect(backend.operations.back?.direction).toBe('towardStable');
	});
});

test('every backend has recorded situations', () => {
	const seen = new Set(situations.map(name => sceneOf(name).backend.id));
	expect([...seen].sort()).toEqual(backends.map(({id}) => id).sort());
});

describe.each(situations)('in %s', name => {
	const scene = sceneOf(name);

	test('the backend watches only kinds that it reads, in the namespace of the release', () => {
		const {backend, release} = scene;
		const anchor = anchorOf(scene);
		for (const companion of backend.companions(anchor, snapshotOf(scene.objects))) {
			const kind = backend.kinds.find(({id}) => id === companion.kindId);
			expect(kind?.watch).toBe('release');
			expect(companion.namespace).toBe(release.namespace);
		}
	});

	test('the release names only revisions that it lists', () => {
		const {release} = scene;
		const keys = new Set(release.revisions.map(({key}) => key));
		for (const key of [
			release.stable,
			release.canary,
			release.back.to,
			...release.pods.map(({revision}) => revision),
		]) {
			if (key !== null) expect(keys).toContain(key);
		}
		expect(new Set(release.facts.map(({label}) => label)).size).toBe(release.facts.length);
	});

	test('a verb that applies has a plan, and any other is refused by can and plan for the same reason', () => {
		for (const {verb, answers} of requestsOf(scene)) {
			const can = operationOf(scene, verb).can(scene.release, answers);
			const plan = planOf(scene, verb, answers);
			if (can.ok) expect(plan.ok).toBe(true);
			else expect(plan).toEqual(can);
		}
	});

	test('every verb reads the object of the release first, and only kinds that the backend knows', () => {
		const known = scene.backend.kinds.map(({id}) => id);
		for (const {verb, answers} of requestsOf(scene)) {
			const refs = operationOf(scene, verb).needs(scene.release, answers);
			expect(refs[0]).toEqual(scene.release.ref);
			for (const {kindId} of refs) expect(known).toContain(kindId);
		}
	});

	test('every patch tests the uid first, does what it says, and its inverse takes it back', () => {
		for (const {verb, answers} of requestsOf(scene)) {
			const plan = planOf(scene, verb, answers);
			if (!plan.ok) continue;
			let objects = scene.objects;
			for (const step of patchSteps(plan.value)) {
				const before = liveObject(objects, step.ref) as RawObject;
				const [first] = step.patch;
				expect(first).toMatchObject({op: 'test', path: '/metadata/uid'});
				const lastTest = step.patch.findLastIndex(({op}) => op === 'test');
				const firstChange = step.patch.findIndex(({op}) => op !== 'test');
				expect(lastTest, `${verb}: tests come first`).toBeLessThan(firstChange);
				const after = patched(before, step.patch);
				expect(after, `${verb} applies`).not.toBeNull();
				if (after === null) continue;
				for (const predicate of step.after) {
					expect(holds(before as Json, predicate), `${verb} has not happened yet`).toBe(false);
					expect(holds(after as Json, predicate), `${verb} has happened`).toBe(true);
				}
				if (step.inverse) expect(patched(after, step.inverse)).toEqual(before);
				objects = withObject(objects, after);
			}
		}
	});

	test('the effect of a verb is pending before the controller has acted', () => {
		for (const {verb, answers} of requestsOf(scene)) {
			const plan = planOf(scene, verb, answers);
			if (!plan.ok) continue;
			const effect = operationOf(scene, verb).effect(plan.value, scene.release, scene.release);
			const isFound = verb === 'back' && scene.release.contradictions.length > 0;
			expect([verb, effect.kind]).toEqual([verb, isFound ? 'notReverted' : 'pending']);
		}
	});
});

function anchorOf({backend, objects, release}: Scene) {
	const raw = liveObject(objects, release.ref);
	return v.parse(backend.anchor.schema, raw);
}
