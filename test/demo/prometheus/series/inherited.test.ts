import {describe, expect, test} from 'vitest';
import type {ShopService} from '../../../../source/demo/contract.ts';
import {instantQuery} from '../../../../source/demo/prometheus/promql/query.ts';
import {semanticsOf} from '../../../../source/demo/prometheus/promql/semantics.ts';
import {dialectsIn} from '../../../../source/demo/prometheus/series/dialects/mesh-dialects.ts';
import {createScrapeGrid} from '../../../../source/demo/prometheus/series/scrape-grid.ts';
import {
	createTrafficModel,
	type Destination,
	serviceKey,
} from '../../../../source/demo/prometheus/series/traffic-model.ts';
import {createWorldSource} from '../../../../source/demo/prometheus/series/world-source.ts';
import {findShopService, shopServices} from '../../../../source/demo/world/services.ts';
import {scopeOf} from '../../../../source/domain/signals/series-scope.ts';
import {ident} from '../../../../source/domain/text/safe-text.ts';
import type {MeshQuery} from '../../../../source/meshes/contract.ts';
import {meshes} from '../../../../source/meshes/registry.ts';
import {canaryShares, checkout, destination, startMs} from '../support/world.ts';

const seconds = 240;

const frontend: ShopService = {
	namespace: 'web',
	name: 'frontend',
	workload: 'deployment',
	replicas: 2,
	rps: 400,
	dailySwing: 0.3,
	callers: [{service: 'istio-system/istio-ingressgateway', share: 1}],
	failsWith: [{service: 'shop/checkout', share: 0.5}],
	versions: [{tag: '5.12.1', errorRatio: 0.002, latencyMedianMs: 30, tail: {share: 0.02, medianMs: 180}}],
};

const page: Destination = {
	...destination('frontend', '5.12.1'),
	workload: 'frontend',
	canonicalService: 'frontend',
	pods: {name: 'frontend-7c9d8b5f4', isPod: false, ownerKind: 'Deployment'},
};

/** Frontend's failures and requests, and its calls to checkout, as perch reads them of a provider. */
function told(id: (typeof meshes)[number]['id'], canary: number, service = frontend) {
	const nowMs = startMs + 30 * 60_000;
	const model = createTrafficModel({services: [service, checkout], seed: 1, startMs});
	model.record(serviceKey(service), model.originMs, [{destination: page, share: 1}]);
	model.record(serviceKey(checkout), model.originMs, canaryShares(0));
	const grid = createScrapeGrid({clock: {nowMs: () => nowMs}, intervalMs: 1_000, originMs: model.originMs});
	const source = createWorldSource(model, grid, dialectsIn(id));
	const semantics = semanticsOf('2.42.0');
	// The series are there before the weight changes, as they are in the demo.
	instantQuery('up', startMs, {source, semantics});
	model.record(serviceKey(checkout), startMs, canaryShares(canary));
	const questions = meshes.find(mesh => mesh.id === id)?.questions(scopeOf({}));
	if (!questions) throw new Error(`${id} is no mesh`);
	const ask = <T>({promql, read}: MeshQuery<readonly T[]>): readonly T[] => {
		const answer = instantQuery(promql, nowMs, {source, semantics});
		if (answer.kind !== 'vector') throw new Error(JSON.stringify(answer));
		return read(
			answer.vector.map(({labels, value}) => ({
				labels: Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, ident(text)])),
				value,
			})),
		).value;
	};
	const edges = questions.edges ? ask(questions.edges(seconds)) : null;
	const traffic = ask(questions.traffic(seconds)).filter(({identity}) => isFrontend(identity));
	// The service graph counts calls alone.
	const own = traffic.length > 0 ? traffic : (edges?.filter(({callee}) => isFrontend(callee)) ?? []);
	const calls = edges?.filter(({caller}) => isFrontend(caller));
	return {own: sumOf(own), calls: calls && sumOf(calls)};
}

/** Each provider names it in another field. */
const isFrontend = (identity: object | null) => JSON.stringify(identity).includes('frontend');

type Rates = {readonly viewpoint: string; readonly requestsPerSecond: number; readonly errorsPerSecond: number};

/** By the first viewpoint: nothing is added over viewpoints. */
function sumOf(samples: readonly Rates[]) {
	const same = samples.filter(({viewpoint}) => viewpoint === samples[0]?.viewpoint);
	return {
		requests: same.reduce((sum, one) => sum + one.requestsPerSecond, 0),
		failures: same.reduce((sum, one) => sum + one.errorsPerSecond, 0),
	};
}

describe.each(['istio', 'linkerd', 'hubble', 'service-graph', 'span-metrics', 'kuma'] as const)('asked of %s', id => {
	const calm = told(id, 0);
	const failing = told(id, 0.5);

	test('a service fails with the calls that it cannot do without, and by no more than their stated share', () => {
		const more = failing.own.failures - calm.own.failures;
		// Half of checkout's requests go to a version of which 19 points more fail.
		const calls = told('istio', 0).calls?.requests ?? 0;
		expect(more / (0.5 * 0.19 * calls)).toBeCloseTo(0.5, 1);
		if (failing.calls && calm.calls) expect(more / (failing.calls.failures - calm.calls.failures)).toBeCloseTo(0.5, 1);
	});

	test('and gets as many requests as before', () => {
		expect(failing.own.requests / calm.own.requests).toBeCloseTo(1, 2);
	});
});

test('a service that can do without fails no more', () => {
	const {failsWith: _, ...alone} = frontend;
	expect(told('istio', 0.5, alone).own.failures).toBeCloseTo(told('istio', 0, alone).own.failures, 1);
});

test('the shop’s services fail with services that they call, and get more requests than they send there', () => {
	const failing = shopServices.flatMap(caller =>
		(caller.failsWith ?? []).map(({service}) => {
			const [namespace = '', name = ''] = service.split('/');
			const callee = findShopService(namespace, name);
			const share = callee?.callers.find(one => one.service === serviceKey(caller))?.share ?? 0;
			return {pair: `${serviceKey(caller)} → ${service}`, calls: share * (callee?.rps ?? 0), rps: caller.rps};
		}),
	);
	expect(failing.map(({pair}) => pair)).toEqual(['web/frontend → shop/checkout']);
	for (const {calls, rps} of failing) {
		expect(calls).toBeGreaterThan(0);
		expect(calls).toBeLessThan(0.5 * rps);
	}
});
