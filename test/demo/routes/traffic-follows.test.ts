import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {createApiServer} from '../../../source/demo/api/connection/server.ts';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {createControllers} from '../../../source/demo/controllers/controllers.ts';
import {type RunningPrometheus, startPrometheus} from '../../../source/demo/prometheus/start-prometheus.ts';
import {createBehaviour} from '../../../source/demo/world/behaviour.ts';
import {buildWorld, populate} from '../../../source/demo/world/build.ts';
import {routeServices} from '../../../source/demo/world/services/route-services.ts';
import {eventually} from '../../eventually.ts';
import {createWireClient, type WireClient} from '../api/wire-client.ts';

const startedAtMs = Date.now();
const clock = {
	nowMs: () => Date.now(),
	schedule(afterMs: number, run: () => void) {
		const timer = setTimeout(run, afterMs);
		return {cancel: () => clearTimeout(timer)};
	},
};
const store = createObjectStore({seed: 7, clock});
const server = createApiServer({store, clock});
const controllers = createControllers({store, clock, ...createBehaviour({store, clock, startedAtMs})});
const folder = mkdtempSync(join(tmpdir(), 'perch-routes-'));
let client: WireClient;
let prometheus: RunningPrometheus;

beforeAll(async () => {
	populate(store, buildWorld({seed: 7, nowMs: startedAtMs}));
	for (const controller of controllers) controller.start();
	client = createWireClient(await server.start());
	const kubeconfigPath = join(folder, 'config');
	writeFileSync(kubeconfigPath, server.kubeconfig('operator'));
	prometheus = await startPrometheus({services: routeServices, kubeconfigPath, clock, seed: 7, startMs: startedAtMs});
	await prometheus.learned;
});

afterAll(async () => {
	for (const controller of controllers) controller.stop();
	await prometheus.stop();
	client.close();
	await server.stop();
	rmSync(folder, {recursive: true, force: true});
});

/** Percentages by image tag, as the service's traffic is split now. */
const splitOf = (name: string): Readonly<Record<string, number>> => {
	const shares = prometheus.model.history(`routes/${name}`).at(-1)?.shares ?? [];
	const byTag = Map.groupBy(shares, ({destination}) => destination.tag ?? 'unanswered');
	return Object.fromEntries(
		[...byTag].map(([tag, same]) => [tag, Math.round(1000 * same.reduce((sum, {share}) => sum + share, 0)) / 10]),
	);
};

const istio = '/apis/networking.istio.io/v1/namespaces/routes/virtualservices';
const gateway = '/apis/gateway.networking.k8s.io/v1/namespaces/routes';
const linkerd = '/apis/policy.linkerd.io/v1beta3/namespaces/routes/httproutes';

async function patch(path: string, operations: readonly object[]): Promise<KubeObject> {
	const {status, body} = await client.json({
		method: 'PATCH',
		path,
		token: 'demo-admin',
		headers: {'content-type': 'application/json-patch+json'},
		body: operations,
	});
	expect(status, JSON.stringify(body)).toBe(200);
	return body as KubeObject;
}

const twoWeights = (list: string, weights: readonly [number, number]) =>
	weights.map((value, index) => ({op: 'add', path: `${list}/${index}/weight`, value}));

describe('at the start', () => {
	it('each service has the split that its route says', () => {
		expect(Object.fromEntries(routeServices.map(({name}) => [name, splitOf(name)]))).toEqual({
			reviews: {'1.18.0': 90, '1.19.0': 10},
			// A fifth of the requests is the mobile app's: 0.2 × 5 % and 0.8 × 10 %.
			offers: {'3.2.1': 91, '3.3.0': 9},
			invoices: {'5.0.4': 90, '5.1.0': 10},
			details: {'2.6.0': 90, '2.7.0': 10},
			profiles: {'7.4.2': 90, '7.5.0': 10},
			sessions: {'1.9.3': 95, unanswered: 5},
			shipping: {'4.1.0': 80, '4.2.0': 20},
			ratings: {'1.3.0': 95, '1.4.0': 5},
			// A ServiceProfile overrides the route: the three pods share what the Service gets.
			comments: {'0.8.0': 66.7, '0.9.0': 33.3},
			landing: {'12.0.0': 90, '12.1.0': 10},
			storefront: {'9.4.0': 90, '9.5.0': 10},
			billing: {'6.2.0': 90, '6.3.0': 10},
			tickets: {'2.14.0': 100},
		});
	});

	it('each service has had this split for as long as its history goes back', () => {
		expect(routeServices.map(({name}) => prometheus.model.history(`routes/${name}`)[0]?.fromMs)).toEqual(
			routeServices.map(() => prometheus.model.originMs),
		);
	});

	it('requests are counted under the Service that the mesh would name', () => {
		const named = (name: string) => [
			...new Set(
				prometheus.model
					.history(`routes/${name}`)
					.at(-1)
					?.shares.map(({destination}) => `${destination.service} ${destination.workload}`),
			),
		];
		expect(named('reviews')).toEqual(['reviews reviews-v1', 'reviews reviews-v2']);
		expect(named('details')).toEqual(['details-v1 details-v1', 'details-v2 details-v2']);
		for (const name of ['ratings', 'billing'])
			expect(named(name)).toEqual([`${name} ${name}-v1`, `${name} ${name}-v2`]);
		expect(named('landing')).toEqual(['landing landing-canary', 'landing landing-stable']);
	});
});

describe('a patch moves the traffic', () => {
	it.each([
		['reviews', `${istio}/reviews`, '/spec/http/0/route', {'1.18.0': 70, '1.19.0': 30}],
		['details', `${gateway}/httproutes/details`, '/spec/rules/0/backendRefs', {'2.6.0': 70, '2.7.0': 30}],
		['shipping', `${gateway}/grpcroutes/shipping`, '/spec/rules/0/backendRefs', {'4.1.0': 70, '4.2.0': 30}],
		['ratings', `${linkerd}/ratings`, '/spec/rules/0/backendRefs', {'1.3.0': 70, '1.4.0': 30}],
		[
			'landing',
			'/apis/split.smi-spec.io/v1alpha2/namespaces/routes/trafficsplits/landing',
			'/spec/backends',
			{'12.0.0': 70, '12.1.0': 30},
		],
		[
			'billing',
			'/apis/consul.hashicorp.com/v1alpha1/namespaces/routes/servicesplitters/billing',
			'/spec/splits',
			{'6.2.0': 70, '6.3.0': 30},
		],
	])('of %s', async (name, path, list, expected) => {
		await patch(path, twoWeights(list, [70, 30]));
		await eventually(() => expect(splitOf(name)).toEqual(expected));
	});

	it('of storefront, by the annotation of its canary Ingress', async () => {
		const path = '/apis/networking.k8s.io/v1/namespaces/routes/ingresses/storefront-next';
		const weight = '/metadata/annotations/nginx.ingress.kubernetes.io~1canary-weight';
		const written = await patch(path, [
			{op: 'test', path: weight, value: '10'},
			{op: 'add', path: weight, value: '30'},
		]);
		expect(written.metadata.generation).toBe(1);
		await eventually(() => expect(splitOf('storefront')).toEqual({'9.4.0': 70, '9.5.0': 30}));
		await patch(path, [{op: 'replace', path: weight, value: '0'}]);
		await eventually(() => expect(splitOf('storefront')).toEqual({'9.4.0': 100, '9.5.0': 0}));
	});

	it('of offers, each entry its own part', async () => {
		await patch(`${istio}/offers`, twoWeights('/spec/http/0/route', [0, 100]));
		await eventually(() => expect(splitOf('offers')).toEqual({'3.2.1': 72, '3.3.0': 28}));
		await patch(`${istio}/offers`, twoWeights('/spec/http/1/route', [100, 0]));
		await eventually(() => expect(splitOf('offers')).toEqual({'3.2.1': 80, '3.3.0': 20}));
	});

	it('of tickets at once, by its selector', async () => {
		const path = '/api/v1/namespaces/routes/services/tickets';
		await patch(path, [
			{op: 'test', path: '/spec/selector/slot', value: 'blue'},
			{op: 'replace', path: '/spec/selector/slot', value: 'green'},
		]);
		await eventually(() => expect(splitOf('tickets')).toEqual({'2.15.0': 100}));
	});

	it('of comments only once the ServiceProfile is gone', async () => {
		await patch(`${linkerd}/comments`, twoWeights('/spec/rules/0/backendRefs', [80, 20]));
		const profiles = '/apis/linkerd.io/v1alpha2/namespaces/routes/serviceprofiles';
		const path = `${profiles}/comments.routes.svc.cluster.local`;
		expect((await client.json({method: 'DELETE', path, token: 'demo-admin'})).status).toBe(200);
		await eventually(() => expect(splitOf('comments')).toEqual({'0.8.0': 80, '0.9.0': 20}));
		const measured = prometheus.model.history('routes/comments').map(({shares}) => shares.length);
		expect(measured).toEqual([2, 2]);
	});

	it('of invoices until Argo CD puts it back', async () => {
		await patch(`${istio}/invoices`, twoWeights('/spec/http/0/route', [50, 50]));
		await eventually(() => expect(splitOf('invoices')).toEqual({'5.0.4': 50, '5.1.0': 50}));
		await eventually(() => expect(splitOf('invoices')).toEqual({'5.0.4': 90, '5.1.0': 10}));
	});
});
