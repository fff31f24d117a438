import {expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {linkerdHttpRoute} from '../../source/releases/routes/kinds/linkerd-http-route.ts';
import {mustPlan, patchSteps} from './operator.ts';
import {asked, routeScene, said, service} from './route-scene.ts';

const backend = linkerdHttpRoute as unknown as ReleaseBackend;

const services = [
	service('ratings', {app: 'ratings'}),
	service('ratings-v1', {app: 'ratings', version: 'v1'}),
	service('ratings-v2', {app: 'ratings', version: 'v2'}),
];

test('perch finds stable and canary of the recorded HTTPRoute of Linkerd', () => {
	const {release} = routeScene(backend, 'linkerd-route', [], services);
	expect(release).toMatchObject({
		controller: 'linkerd',
		phase: {kind: 'split'},
		split: {configuredPercent: 5},
		next: {text: 'nothing by itself: ratings-v1 95%, ratings-v2 5%'},
		back: {text: 'all to ratings-v1, by weights of rule 1'},
		services: {
			apex: [{namespace: 'test', name: 'ratings'}],
			stable: [{namespace: 'test', name: 'ratings-v1'}],
			canary: [{namespace: 'test', name: 'ratings-v2'}],
		},
		contradictions: [],
	});
});

test('verbs on an HTTPRoute of Linkerd write its weights', () => {
	const scene = routeScene(backend, 'linkerd-route', [], services);
	expect(asked(scene, 'setWeight')).toMatch(/^Which share of the requests to ratings-v2\? It has 5%\./);
	expect(said(scene, 'setWeight', '50')).toBe('SET ratings-v2 TO 50%, towardCanary, by the weights of rule 1');
	expect(said(scene, 'promoteFull')).toBe('ALL TO ratings-v2, towardCanary, by the weights of rule 1');
	expect(said(scene, 'back')).toBe('BACK TO ratings-v1, towardStable, by the weights of rule 1');
	expect(patchSteps(mustPlan(scene, 'back'))[0]).toMatchObject({
		ref: {kindId: 'httproutes.policy.linkerd.io', namespace: 'test', name: 'ratings'},
		after: [
			{pointer: '/spec/rules/0/backendRefs/0/weight', value: 100},
			{pointer: '/spec/rules/0/backendRefs/1/weight', value: 0},
		],
	});
});

test('a status of Linkerd, which names no generation, counts as current', () => {
	const told = (status: string) => ({
		parents: [
			{
				parentRef: {group: 'core', kind: 'Service', name: 'ratings', namespace: 'test', port: 80},
				controllerName: 'linkerd.io/policy-controller',
				conditions: [
					{type: 'Accepted', status, reason: 'Accepted', message: ''},
					{type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs', message: ''},
				],
			},
		],
	});
	const phase = (status: string) =>
		routeScene(backend, 'linkerd-route', [
			{op: 'replace', path: '/metadata/generation', value: 7},
			{op: 'add', path: '/status', value: told(status)},
		]).release.phase.kind;
	expect(phase('True')).toBe('split');
	expect(phase('False')).toBe('degraded');
});

test('a ServiceProfile of the parent overrides the weights of the route, and perch says so before a write', () => {
	const profile = (name: string): RawObject => ({
		apiVersion: 'linkerd.io/v1alpha2',
		kind: 'ServiceProfile',
		metadata: {name, namespace: 'test', uid: 'profile'},
		spec: {routes: []},
	});
	const said = 'no effect in Linkerd: ServiceProfile ratings.test.svc.cluster.local overrides this route';
	const beside = (name: string) => routeScene(backend, 'linkerd-route', [], [...services, profile(name)]);
	const overridden = beside('ratings.test.svc.cluster.local');
	expect(overridden.release.contradictions.map(({text}) => text)).toEqual([said]);
	expect(mustPlan(overridden, 'setWeight', ['25']).caveats).toContain(said);
	expect(beside('ratings-v1.test.svc.cluster.local').release.contradictions).toEqual([]);
});
