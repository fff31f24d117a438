import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import {verb} from '../../source/domain/release/verb.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {httpRoute} from '../../source/releases/routes/kinds/http-route.ts';
import {mustPlan, patchSteps, type Scene} from './operator.ts';
import {asked, deployment, routeScene, said, service} from './route-scene.ts';

const backend = httpRoute as unknown as ReleaseBackend;

const services = [
	service('details', {app: 'details'}),
	service('details-v1', {app: 'details', version: 'v1'}),
	service('details-v2', {app: 'details', version: 'v2'}),
];
const workloads = [
	...services,
	deployment('details-v1', {app: 'details', version: 'v1'}, '2.6.0'),
	deployment('details-v2', {app: 'details', version: 'v2'}, '2.7.0'),
];

/** The status that Istio writes for a route whose parent is a Service. */
function statusOf(
	conditions: readonly {type: string; status: string; reason: string; message?: string; observedGeneration?: number}[],
): JsonPatchOperation {
	const value = {
		parents: [
			{
				parentRef: {group: '', kind: 'Service', name: 'details', port: 80},
				controllerName: 'istio.io/gateway-controller',
				conditions: conditions.map(condition => ({
					observedGeneration: 1,
					message: '',
					lastTransitionTime: '2026-11-21T07:38:31Z',
					...condition,
				})),
			},
		],
	} satisfies Json;
	return {op: 'add', path: '/status', value};
}

const accepted = {type: 'Accepted', status: 'True', reason: 'Accepted'};
const resolved = {type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs'};

function scene(
	changes: readonly JsonPatchOperation[] = [statusOf([accepted, resolved])],
	beside: readonly RawObject[] = workloads,
	laterMs = 0,
): Scene {
	return routeScene(backend, 'gateway-api', changes, beside, laterMs);
}

describe('the recorded HTTPRoute', () => {
	test('alone has no controller that follows it, and no backend that is proven to be stable', () => {
		const alone = routeScene(backend, 'gateway-api');
		expect(alone.release).toMatchObject({
			controller: 'gateway api',
			phase: {kind: 'split'},
			stable: null,
			canary: null,
			split: {configuredPercent: 'unknown', configuredBy: 'route'},
			next: {text: 'nothing by itself: details-v1 90%, details-v2 10%'},
			back: {text: `${verb('back')} asks which destination is to take nothing`, to: null},
			why: {text: 'no controller says anything of this route'},
			services: {
				apex: ['details', 'details-v1', 'details-v2'].map(name => ({namespace: 'test', name})),
				host: 'details',
			},
			contradictions: [],
		});
		expect(asked(alone, 'setWeight')).toBe(
			'The weight of which destination? | A details-v1: 90% of rule 1 | B details-v2: 10% of rule 1',
		);
		expect(asked(alone, 'setWeight', 'details-v2')).toMatch(
			/^Which share of the requests to details-v2\? It has 10%\./,
		);
		expect(said(alone, 'setWeight', 'details-v2', '5')).toBe(
			'SET details-v2 TO 5%, towardCanary, by the weights of rule 1',
		);
		expect(said(alone, 'back', 'details-v2')).toBe('NOTHING TO details-v2, towardCanary, by the weights of rule 1');
		expect(said(alone, 'promoteFull', 'details-v1')).toBe('ALL TO details-v1, towardCanary, by the weights of rule 1');
	});

	test('beside its Services has versions by their selectors, and each Service leads to one', () => {
		expect(scene([statusOf([accepted, resolved])], services).release).toMatchObject({
			revisions: [
				{tag: 'details-v1', hash: 'v1', role: 'stable'},
				{tag: 'details-v2', hash: 'v2', role: 'canary'},
			],
			services: {
				apex: [{namespace: 'test', name: 'details'}],
				stable: [{namespace: 'test', name: 'details-v1'}],
				canary: [{namespace: 'test', name: 'details-v2'}],
				host: 'details',
			},
			split: {configuredPercent: 10},
			why: null,
		});
		expect(said(scene(), 'back')).toBe('BACK TO details-v1 (2.6.0), towardStable, by the weights of rule 1');
	});

	test('is patched with tests of its match and the whole list, and then the weights', () => {
		const [step] = patchSteps(mustPlan(scene(), 'setWeight', ['25']));
		const ref = (name: string, weight: number) => ({group: '', kind: 'Service', name, port: 80, weight});
		expect(step?.patch).toEqual([
			{op: 'test', path: '/metadata/uid', value: '9983d5e1-5135-47cb-b78c-6a6fb80ee586'},
			{op: 'test', path: '/spec/rules/0/matches', value: [{path: {type: 'PathPrefix', value: '/'}}]},
			{op: 'test', path: '/spec/rules/0/backendRefs', value: [ref('details-v1', 90), ref('details-v2', 10)]},
			{op: 'add', path: '/spec/rules/0/backendRefs/0/weight', value: 75},
			{op: 'add', path: '/spec/rules/0/backendRefs/1/weight', value: 25},
		]);
		expect(step?.inverse?.slice(-2)).toEqual([
			{op: 'add', path: '/spec/rules/0/backendRefs/0/weight', value: 90},
			{op: 'add', path: '/spec/rules/0/backendRefs/1/weight', value: 10},
		]);
	});

	test('counts a missing weight as 1, and the inverse takes the weights away again', () => {
		const path = (at: number) => `/spec/rules/0/backendRefs/${at}/weight`;
		const unset = scene([
			{op: 'remove', path: path(0)},
			{op: 'remove', path: path(1)},
		]);
		expect(unset.release.split.configuredPercent).toBe(50);
		const [step] = patchSteps(mustPlan(unset, 'setWeight', ['10']));
		expect(step?.patch.slice(-2)).toEqual([
			{op: 'add', path: path(0), value: 90},
			{op: 'add', path: path(1), value: 10},
		]);
		expect(step?.inverse?.slice(-2)).toEqual([
			{op: 'remove', path: path(0)},
			{op: 'remove', path: path(1)},
		]);
	});

	test('keeps the sum of its weights', () => {
		const thousand = scene([
			{op: 'replace', path: '/spec/rules/0/backendRefs/0/weight', value: 900},
			{op: 'replace', path: '/spec/rules/0/backendRefs/1/weight', value: 100},
		]);
		expect(patchSteps(mustPlan(thousand, 'setWeight', ['25']))[0]?.after).toEqual([
			{pointer: '/spec/rules/0/backendRefs/0/weight', op: 'equals', value: 750},
			{pointer: '/spec/rules/0/backendRefs/1/weight', op: 'equals', value: 250},
		]);
	});
});

describe('an HTTPRoute', () => {
	test('is split where its controllers accept and resolve it', () => {
		expect(scene().release).toMatchObject({phase: {kind: 'split'}, why: null});
	});

	test.each([
		[
			[accepted, {...resolved, status: 'False', reason: 'BackendNotFound', message: 'backend(details-v2) not found'}],
			'ResolvedRefs is False, BackendNotFound: backend(details-v2) not found',
		],
		[
			[{...accepted, status: 'False', reason: 'NoMatchingParent'}, resolved],
			'Accepted is False, NoMatchingParent (istio.io/gateway-controller)',
		],
	])('is degraded where a controller refuses it, with the reason (%#)', (conditions, because) => {
		const {phase, why} = scene([statusOf(conditions)]).release;
		expect([phase, why]).toMatchObject([{kind: 'degraded', because}, {text: because}]);
	});

	test('that is partially invalid works, and the reason is shown', () => {
		const partial = {type: 'PartiallyInvalid', status: 'True', reason: 'UnsupportedValue', message: 'dropped rule 2'};
		expect(scene([statusOf([accepted, resolved, partial])]).release).toMatchObject({
			phase: {kind: 'split'},
			why: {text: 'PartiallyInvalid is True, UnsupportedValue: dropped rule 2'},
		});
	});

	const generation: JsonPatchOperation = {op: 'replace', path: '/metadata/generation', value: 2};

	test('is under way, then silent, while a controller has seen only an older generation', () => {
		const changes = [generation, statusOf([accepted, resolved])];
		expect(scene(changes).release.phase).toMatchObject({
			kind: 'progressing',
			because: 'istio.io/gateway-controller saw generation 1, it is 2',
		});
		expect(scene(changes, workloads, 60_000).release.phase).toMatchObject({
			kind: 'silent',
			because: 'istio.io/gateway-controller saw generation 1, it is 2 since 07:38:31',
		});
	});

	test('has the effect of a write once its controllers have seen it', () => {
		const before = scene();
		const plan = mustPlan(before, 'setWeight', ['25']);
		const weights: readonly JsonPatchOperation[] = [
			generation,
			{op: 'replace', path: '/spec/rules/0/backendRefs/0/weight', value: 75},
			{op: 'replace', path: '/spec/rules/0/backendRefs/1/weight', value: 25},
		];
		const effect = (now: Scene) => backend.operations.setWeight?.effect(plan, before.release, now.release);
		expect(effect(before)?.kind).toBe('pending');
		expect(effect(scene([...weights, statusOf([accepted, resolved])]))).toEqual({
			kind: 'pending',
			evidence: 'written; istio.io/gateway-controller saw generation 1, it is 2',
		});
		const seen = [accepted, resolved].map(condition => ({...condition, observedGeneration: 2}));
		expect(effect(scene([...weights, statusOf(seen)]))).toEqual({
			kind: 'effective',
			evidence: 'configured: rule 1: details-v1 75%, details-v2 25%',
		});
	});
});

describe('a share of an HTTPRoute', () => {
	test('to a Service that does not exist is a contradiction', () => {
		expect(
			scene(
				[],
				workloads.filter(({metadata}) => (metadata as RawObject).uid !== 'uid-svc-details-v2'),
			).release,
		).toMatchObject({
			contradictions: [{text: 'the route sends 10% to Service details-v2, which does not exist'}],
		});
	});

	test('to a Service without a ready endpoint is a contradiction, and cannot be raised', () => {
		const slice = {
			apiVersion: 'discovery.k8s.io/v1',
			kind: 'EndpointSlice',
			metadata: {name: 'details-v2-x', namespace: 'test', labels: {'kubernetes.io/service-name': 'details-v2'}},
			endpoints: [{conditions: {ready: false}}],
		};
		const {release} = scene([], [...services, slice]);
		const text = 'the route sends 10% to details-v2, which has no ready endpoint';
		expect(release.contradictions).toEqual([{code: 'no-endpoint', text}]);
		expect(release.revisions).toMatchObject([{pods: {ready: 'unknown'}}, {pods: {ready: 0}}]);
		expect(said(scene([], [...services, slice]), 'setWeight', '25')).toBe(
			'refused: details-v2 leads to no ready pod: its requests would fail',
		);
	});

	test('does not count where the rule redirects', () => {
		const redirected = routeScene(backend, 'gateway-api', [
			{op: 'add', path: '/spec/rules/0/filters', value: [{type: 'RequestRedirect'}]},
		]);
		expect(redirected.release.facts).toEqual([{label: 'generation', value: '1'}]);
		expect(said(redirected, 'setWeight')).toBe('refused: that rule is gone, or has no weights any more');
	});
});
