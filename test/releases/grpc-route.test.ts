import {expect, test} from 'vitest';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {grpcRoute} from '../../source/releases/routes/kinds/grpc-route.ts';
import {mustPlan, patchSteps} from './operator.ts';
import {asked, routeScene, said} from './route-scene.ts';

const backend = grpcRoute as unknown as ReleaseBackend;

test('perch reads and writes a GRPCRoute as it does an HTTPRoute', () => {
	const scene = routeScene(backend, 'grpc-route');
	expect(scene.release).toMatchObject({
		controller: 'gateway api',
		phase: {kind: 'split'},
		stable: null,
		next: {text: 'nothing by itself: foo-v1 90%, foo-v2 10%'},
		services: {
			apex: [
				{namespace: 'test', name: 'foo-v1'},
				{namespace: 'test', name: 'foo-v2'},
			],
			host: 'foo.example.com',
		},
		why: {text: 'no controller says anything of this route'},
	});
	expect(asked(scene, 'back')).toBe(
		'Which destination is to take nothing? | A foo-v1: 90% of rule 1 | B foo-v2: 10% of rule 1',
	);
	expect(said(scene, 'setWeight', 'foo-v2', '25')).toBe('SET foo-v2 TO 25%, towardCanary, by the weights of rule 1');
	expect(said(scene, 'promoteFull', 'foo-v2')).toBe('ALL TO foo-v2, towardCanary, by the weights of rule 1');
});

test('a patch tests a rule without a match as a whole, because it cannot test absence', () => {
	const [step] = patchSteps(mustPlan(routeScene(backend, 'grpc-route'), 'setWeight', ['foo-v2', '25']));
	const backends = (v1: number, v2: number) => [
		{group: '', kind: 'Service', name: 'foo-v1', port: 50_051, weight: v1},
		{group: '', kind: 'Service', name: 'foo-v2', port: 50_051, weight: v2},
	];
	expect(step?.patch.slice(1)).toEqual([
		{op: 'test', path: '/spec/rules/0', value: {backendRefs: backends(90, 10)}},
		{op: 'add', path: '/spec/rules/0/backendRefs/0/weight', value: 75},
		{op: 'add', path: '/spec/rules/0/backendRefs/1/weight', value: 25},
	]);
	expect(step?.inverse?.[1]).toEqual({op: 'test', path: '/spec/rules/0', value: {backendRefs: backends(75, 25)}});
});

test('perch tells rules of a GRPCRoute apart by the methods that they match', () => {
	const value = [{method: {service: 'foo.Bar', method: 'Get'}}, {method: {service: 'foo.Baz'}}];
	const change: JsonPatchOperation = {op: 'add', path: '/spec/rules/0/matches', value};
	const {release} = routeScene(backend, 'grpc-route', [change]);
	expect(release.facts).toContainEqual({label: 'rule 1 takes', value: 'method foo.Bar/Get or method foo.Baz/*'});
});
