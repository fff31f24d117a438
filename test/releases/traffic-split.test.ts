import {expect, test} from 'vitest';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {trafficSplit} from '../../source/releases/routes/kinds/traffic-split.ts';
import {mustPlan, patchSteps, type Scene} from './operator.ts';
import {asked, deployment, routeScene, said, service} from './route-scene.ts';

const backend = trafficSplit as unknown as ReleaseBackend;

function weights(stable: string | number, canary: string | number): readonly JsonPatchOperation[] {
	return [
		{op: 'replace', path: '/spec/backends/0/weight', value: stable},
		{op: 'replace', path: '/spec/backends/1/weight', value: canary},
	];
}

/** The weights that a plan writes, in list order. */
function written(scene: Scene, percent: string): readonly unknown[] {
	const [step] = patchSteps(mustPlan(scene, 'setWeight', [percent]));
	return (step?.patch ?? []).flatMap(operation => (operation.op === 'add' ? [operation.value] : []));
}

test('perch knows by names which backend of the recorded TrafficSplit is stable', () => {
	const {release} = routeScene(backend, 'smi');
	expect(release).toMatchObject({
		controller: 'smi',
		phase: {kind: 'split'},
		stable: `${release.uid}@web-stable`,
		canary: `${release.uid}@web-canary`,
		split: {configuredPercent: 10},
		next: {text: 'nothing by itself: web-stable 90%, web-canary 10%'},
		back: {text: 'all to web-stable, by weights of web'},
		why: null,
		services: {
			apex: [{namespace: 'test', name: 'web'}],
			stable: [{namespace: 'test', name: 'web-stable'}],
			canary: [{namespace: 'test', name: 'web-canary'}],
			host: 'web',
		},
		contradictions: [],
	});
});

test('verbs on a TrafficSplit write its weights, with a test of all backends', () => {
	const scene = routeScene(backend, 'smi');
	expect(asked(scene, 'setWeight')).toMatch(/^Which share of the requests to web-canary\? It has 10%\./);
	expect(said(scene, 'setWeight', '25')).toBe('SET web-canary TO 25%, towardCanary, by the weights of web');
	expect(said(scene, 'setWeight', '1')).toBe('SET web-canary TO 1%, towardStable, by the weights of web');
	expect(said(scene, 'promoteFull')).toBe('ALL TO web-canary, towardCanary, by the weights of web');
	expect(said(scene, 'back')).toBe('BACK TO web-stable, towardStable, by the weights of web');
	const uid = {op: 'test', path: '/metadata/uid', value: '9da6ea82-a220-47bb-b326-0edbfae6637a'};
	expect(patchSteps(mustPlan(scene, 'setWeight', ['25']))[0]?.patch).toEqual([
		uid,
		{op: 'test', path: '/spec/service', value: 'web'},
		{
			op: 'test',
			path: '/spec/backends',
			value: [
				{service: 'web-stable', weight: 90},
				{service: 'web-canary', weight: 10},
			],
		},
		{op: 'add', path: '/spec/backends/0/weight', value: 75},
		{op: 'add', path: '/spec/backends/1/weight', value: 25},
	]);
});

test('a weight that is text, as in old versions, stays text, and a number stays a number', () => {
	expect(written(routeScene(backend, 'smi', weights('90', '10')), '25')).toEqual(['75', '25']);
	expect(written(routeScene(backend, 'smi', weights('90', 10)), '25')).toEqual(['75', 25]);
	const milli = routeScene(backend, 'smi', weights('900m', '100m'));
	expect(milli.release.split.configuredPercent).toBe(10);
	expect(written(milli, '25')).toEqual(['75', '25']);
	const inverse = patchSteps(mustPlan(milli, 'setWeight', ['25']))[0]?.inverse;
	expect(inverse?.at(-1)).toEqual({op: 'add', path: '/spec/backends/1/weight', value: '100m'});
});

test('names that contradict the versions prove nothing', () => {
	const {release} = routeScene(
		backend,
		'smi',
		[],
		[
			service('web-stable', {app: 'web', track: 'stable'}),
			service('web-canary', {app: 'web', track: 'canary'}),
			deployment('one', {app: 'web', track: 'stable'}, '2.0.0'),
			deployment('two', {app: 'web', track: 'canary'}, '1.9.0'),
		],
	);
	expect(release).toMatchObject({
		stable: null,
		canary: null,
		why: {text: 'names and versions disagree on which destination is stable'},
	});
});

test('a third backend keeps its part of what the canary leaves', () => {
	const third: JsonPatchOperation = {op: 'add', path: '/spec/backends/-', value: {service: 'web-spare', weight: 60}};
	const scene = routeScene(backend, 'smi', [...weights(30, 10), third]);
	expect(mustPlan(scene, 'setWeight', ['40']).effects).toEqual([
		'web: web-stable 30% → 20%',
		'web: web-canary 10% → 40%',
		'web: web-spare 60% → 40%',
	]);
});
