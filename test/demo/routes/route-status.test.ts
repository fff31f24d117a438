import {describe, expect, it} from 'vitest';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {KubeObject, ResourceId} from '../../../source/demo/contract.ts';
import {createConsulController} from '../../../source/demo/controllers/routes/consul.ts';
import {istioRoutes} from '../../../source/demo/controllers/routes/istio-routes.ts';
import {linkerdRoutes} from '../../../source/demo/controllers/routes/linkerd-routes.ts';
import {createRouteStatusController} from '../../../source/demo/controllers/routes/route-status.ts';
import type {GatewayRoute} from '../../../source/demo/controllers/routes/route-types.ts';
import {createFakeClock} from '../fake-clock.ts';

const startMs = Date.UTC(2026, 10, 21, 8, 0, 0);
const httpRoutes = 'httproutes.gateway.networking.k8s.io';
const splitters = 'servicesplitters.consul.hashicorp.com';

function lab() {
	const clock = createFakeClock(startMs);
	const store = createObjectStore({seed: 1, clock});
	const controllers = [
		createRouteStatusController({store, clock}, istioRoutes(httpRoutes)),
		createRouteStatusController({store, clock}, linkerdRoutes),
		createConsulController({store, clock}),
	];
	for (const controller of controllers) controller.start();
	return {
		clock,
		store,
		put(resource: ResourceId, kind: string, name: string, spec: object): void {
			const object: KubeObject = {apiVersion: 'any', kind, metadata: {name, namespace: 'routes'}, spec};
			store.create(resource, object, {manager: 'test'});
			clock.advanceBy(50);
		},
		write(resource: ResourceId, name: string, spec: object): void {
			const live = store.get(resource, 'routes', name) ?? expect.fail(name);
			store.replace(resource, {...live, spec}, {manager: 'perch'});
			clock.advanceBy(50);
		},
		conditions(resource: ResourceId, name: string) {
			const route = store.get(resource, 'routes', name) as GatewayRoute;
			return route.status?.parents?.flatMap(({conditions}) => conditions) ?? [];
		},
	};
}

const routeSpec = (...weights: readonly number[]) => ({
	parentRefs: [{group: '', kind: 'Service', name: 'details', port: 80}],
	rules: [{backendRefs: weights.map((weight, index) => ({kind: 'Service', name: `details-v${index + 1}`, weight}))}],
});

const said = ({type, status, reason}: {type: string; status: string; reason: string}) => `${type} ${status} ${reason}`;

describe('the status of an HTTPRoute', () => {
	it('follows its generation, and keeps its times', () => {
		const {clock, store, put, write, conditions} = lab();
		for (const name of ['details', 'details-v1', 'details-v2']) put('services', 'Service', name, {});
		put(httpRoutes, 'HTTPRoute', 'details', routeSpec(90, 10));
		const first = conditions(httpRoutes, 'details');
		expect(first.map(said)).toEqual(['Accepted True Accepted', 'ResolvedRefs True ResolvedRefs']);
		expect(first.map(({observedGeneration}) => observedGeneration)).toEqual([1, 1]);
		clock.advanceBy(60_000);
		write(httpRoutes, 'details', routeSpec(80, 20));
		const second = conditions(httpRoutes, 'details');
		expect(second.map(({observedGeneration}) => observedGeneration)).toEqual([2, 2]);
		expect(second.map(({lastTransitionTime}) => lastTransitionTime)).toEqual(
			first.map(({lastTransitionTime}) => lastTransitionTime),
		);
		const route = store.get(httpRoutes, 'routes', 'details') as GatewayRoute;
		expect(route.status?.parents?.map(({controllerName}) => controllerName)).toEqual(['istio.io/gateway-controller']);
		expect(route.metadata.generation).toBe(2);
	});

	it('names a missing Service until the Service exists', () => {
		const {put, conditions} = lab();
		put('services', 'Service', 'details', {});
		put('services', 'Service', 'details-v1', {});
		put(httpRoutes, 'HTTPRoute', 'details', routeSpec(90, 10));
		expect(conditions(httpRoutes, 'details').map(said)).toEqual([
			'Accepted True Accepted',
			'ResolvedRefs False BackendNotFound',
		]);
		expect(conditions(httpRoutes, 'details')[1]?.message).toBe(
			'backend(details-v2.routes.svc.cluster.local) not found',
		);
		put('services', 'Service', 'details-v2', {});
		expect(conditions(httpRoutes, 'details').map(said)[1]).toBe('ResolvedRefs True ResolvedRefs');
	});

	it('of Linkerd names no generation', () => {
		const {put, conditions} = lab();
		for (const name of ['details', 'details-v1', 'details-v2']) put('services', 'Service', name, {});
		put('httproutes.policy.linkerd.io', 'HTTPRoute', 'details', routeSpec(95, 5));
		const found = conditions('httproutes.policy.linkerd.io', 'details');
		expect(found.map(said)).toEqual(['Accepted True Accepted', 'ResolvedRefs True ResolvedRefs']);
		expect(found.map(({observedGeneration}) => observedGeneration)).toEqual([undefined, undefined]);
	});

	it('keeps the part of another controller', () => {
		const {store, clock, put} = lab();
		put(httpRoutes, 'HTTPRoute', 'details', routeSpec(90, 10));
		const route = store.get(httpRoutes, 'routes', 'details') as GatewayRoute;
		const foreign = {parentRef: {name: 'edge'}, controllerName: 'example.net/edge', conditions: []};
		const parents = [foreign, ...(route.status?.parents ?? [])];
		store.replace(httpRoutes, {...route, status: {parents}}, {manager: 'edge', subresource: 'status'});
		store.remove('services', 'routes', 'details');
		clock.advanceBy(50);
		const after = store.get(httpRoutes, 'routes', 'details') as GatewayRoute;
		expect(after.status?.parents?.map(({controllerName}) => controllerName)).toEqual([
			'example.net/edge',
			'istio.io/gateway-controller',
		]);
	});
});

describe('Consul', () => {
	const splits = (...weights: readonly number[]) => ({
		splits: weights.map((weight, index) => ({weight, serviceSubset: `v${index + 1}`})),
	});
	const resolver = {subsets: {v1: {filter: 'Service.Meta.version == v1'}, v2: {filter: 'Service.Meta.version == v2'}}};
	const statusOf = ({store}: ReturnType<typeof lab>) =>
		store.get(splitters, 'routes', 'billing')?.status as {
			readonly conditions: readonly {readonly status: string; readonly reason?: string; readonly message?: string}[];
			readonly lastSyncedTime?: string;
		};

	it('says when it last took a ServiceSplitter', () => {
		const world = lab();
		world.put('serviceresolvers.consul.hashicorp.com', 'ServiceResolver', 'billing', resolver);
		world.put(splitters, 'ServiceSplitter', 'billing', splits(90, 10));
		expect(statusOf(world)).toEqual({
			conditions: [{lastTransitionTime: '2026-11-21T08:00:00Z', status: 'True', type: 'Synced'}],
			lastSyncedTime: '2026-11-21T08:00:00Z',
		});
		world.clock.advanceBy(60_000);
		expect(statusOf(world).lastSyncedTime).toBe('2026-11-21T08:00:00Z');
		world.write(splitters, 'billing', splits(80, 20));
		expect(statusOf(world).lastSyncedTime).toBe('2026-11-21T08:01:00Z');
	});

	it('takes no subset that no ServiceResolver defines, and takes it once one does', () => {
		const world = lab();
		world.put(splitters, 'ServiceSplitter', 'billing', splits(90, 10));
		const [condition] = statusOf(world).conditions;
		expect([condition?.status, condition?.reason]).toEqual(['False', 'ConsulAgentError']);
		expect(condition?.message).toContain('does not have a subset named "v1"');
		expect(statusOf(world).lastSyncedTime).toBeUndefined();
		world.put('serviceresolvers.consul.hashicorp.com', 'ServiceResolver', 'billing', resolver);
		expect(statusOf(world).conditions[0]?.status).toBe('True');
	});
});
