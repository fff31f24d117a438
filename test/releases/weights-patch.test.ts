import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Json, JsonObject, RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {httpRoute} from '../../source/releases/routes/kinds/http-route.ts';
import {trafficSplit} from '../../source/releases/routes/kinds/traffic-split.ts';
import {virtualService} from '../../source/releases/routes/kinds/virtual-service.ts';
import {liveObject, patched, patchSteps, planOf, type Scene} from './operator.ts';
import {routeScene} from './route-scene.ts';

/** How each kind writes a destination, and where its list stands in the recorded route. */
const kinds = [
	{
		backend: virtualService as unknown as ReleaseBackend,
		file: 'istio',
		list: '/spec/http/1/route',
		destination: (name: string): JsonObject => ({destination: {host: 'reviews', subset: name}, headers: {request: {}}}),
	},
	{
		backend: httpRoute as unknown as ReleaseBackend,
		file: 'gateway-api',
		list: '/spec/rules/0/backendRefs',
		destination: (name: string): JsonObject => ({group: '', kind: 'Service', name, port: 80}),
	},
	{
		backend: trafficSplit as unknown as ReleaseBackend,
		file: 'smi',
		list: '/spec/backends',
		destination: (name: string): JsonObject => ({service: name}),
	},
];

const names = ['stable', 'canary', 'third', 'fourth', 'fifth'];
const someWeights = fc.array(fc.option(fc.integer({min: 0, max: 100}), {nil: null}), {minLength: 2, maxLength: 5});

/** The destinations of a list without their weights. */
function withoutWeights(list: Json | undefined): Json {
	return (list as readonly JsonObject[]).map(({weight: _, ...others}) => others);
}

function sum(list: Json | undefined): number {
	return (list as readonly JsonObject[]).reduce((all, {weight}) => all + Number(weight), 0);
}

function at(object: RawObject, pointer: string): Json | undefined {
	let value: Json | undefined = object;
	for (const part of pointer.slice(1).split('/')) value = (value as Record<string, Json> | undefined)?.[part];
	return value;
}

test.each(kinds.map(kind => [kind.file, kind] as const))(
	'a patch of %s keeps order, every other field and the sum, and its inverse gives the object back',
	(_, {backend, file, list, destination}) => {
		let plans = 0;
		fc.assert(
			fc.property(someWeights, fc.integer({min: 0, max: 100}), (weights, percent) => {
				const value = weights.map((weight, index) => ({
					...destination(names[index] ?? ''),
					...(weight === null ? {} : {weight}),
				}));
				const change: JsonPatchOperation = {op: 'replace', path: list, value};
				const scene: Scene = routeScene(backend, file, [change]);
				const plan = planOf(scene, 'setWeight', [`${percent}`]);
				if (!plan.ok) {
					expect(plan.error.reason).toMatch(/already$/);
					return;
				}
				plans += 1;
				const [step] = patchSteps(plan.value);
				const before = step && liveObject(scene.objects, step.ref);
				const after = before && step && patched(before, step.patch);
				if (!before || !after || !step) throw new Error('it does not apply');
				expect(withoutWeights(at(after, list))).toEqual(withoutWeights(at(before, list)));
				const whole: JsonPatchOperation = {op: 'replace', path: list, value: []};
				expect(patched(after, [whole])).toEqual(patched(before, [whole]));
				expect((at(after, list) as readonly JsonObject[])[1]?.weight).toBe((percent * sum(at(after, list))) / 100);
				expect(sum(at(after, list))).toBeGreaterThan(0);
				if (file === 'istio') expect(sum(at(after, list))).toBe(100);
				expect(patched(after, step.inverse ?? [])).toEqual(before);
			}),
			{numRuns: 200},
		);
		expect(plans).toBeGreaterThan(150);
	},
);
