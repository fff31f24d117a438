import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {connectMetrics} from '../../source/engine/connecting/connect-metrics.ts';
import {withoutSlower} from '../../source/engine/connecting/pace.ts';
import {readTraffic} from '../../source/engine/queries/read-traffic.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {ingressNginx} from '../../source/meshes/ingress-nginx/ingress-nginx.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import {connect, connected, errorOf, never, trafficBy} from './support/connected.ts';
import {storedMetrics} from './support/stored-metrics.ts';

describe('samples that are further apart than the scrapes', () => {
	test.each([
		[60, 60],
		[120, 120],
		[300, 240],
	])('at one in %d s get a window that is long enough', async (everySeconds, atLeast) => {
		const counters = [{service: 'catalog', perSecond: 10, everySeconds}];
		const {windowSeconds, ...connection} = await connected(storedMetrics(counters));
		expect(windowSeconds).toBeGreaterThanOrEqual(2 * atLeast);
		expect(connection.scrapeIntervalSeconds).toBe(windowSeconds / 4);
		expect(await trafficBy(storedMetrics(counters))).toEqual({catalog: [10, 0]});
	});

	test('get no window shorter than the mesh needs, whose counters may stand still between two changes', async () => {
		const flushed = {...istio, leastWindowSeconds: 240};
		const found = await connectMetrics([flushed], storedMetrics([{service: 'catalog', perSecond: 10}]), never);
		expect(found).toMatchObject({ok: true, value: [{windowSeconds: 240, scrapeIntervalSeconds: 60}]});
	});

	test('of which there is only one yet are reported as too few, not as traffic of zero', async () => {
		const port = storedMetrics([{service: 'catalog', perSecond: 10, samples: 1}]);
		expect(errorOf(await connect(port))).toEqual({
			kind: 'tooFewSamples',
			message: 'no series of the mesh has two samples within 1200 s yet, as rates need',
		});
	});

	test('from now on end the figures, until the pace is measured anew', async () => {
		const before = await connected(storedMetrics([{service: 'catalog', perSecond: 10}]));
		const port = storedMetrics([{service: 'catalog', perSecond: 10, everySeconds: 120}]);
		expect(errorOf(await readTraffic([{...before, port}], 60, never)).kind).toBe('tooFewSamples');
	});

	test.each([75, 240, 540])(
		'are not assumed after a pause of %d s, which no window may reach over',
		async pausedSeconds => {
			const port = storedMetrics([{service: 'catalog', perSecond: 10, pausedSeconds}]);
			expect(errorOf(await connect(port))).toEqual({
				kind: 'tooFewSamples',
				message: 'no series of the mesh has two samples within 60 s yet, as rates need',
			});
		},
	);

	test('are not assumed where there are no series at all', async () => {
		const before = await connected(storedMetrics([{service: 'catalog', perSecond: 10}]));
		expect(await readTraffic([{...before, port: storedMetrics([])}], 60, never)).toMatchObject({
			ok: true,
			value: {reads: [{value: []}]},
		});
	});
});

describe('a mesh that needs a longer window than another one', () => {
	const slow = {...istio, id: 'span-metrics', leastWindowSeconds: 240} as const;
	const port = () => storedMetrics([{service: 'catalog', perSecond: 10}]);
	const windowsOf = async (areNamed: boolean, beside: Mesh = istio) => {
		const found = await connectMetrics([beside, slow], port(), never, areNamed);
		return found.ok ? found.value.map(({mesh, windowSeconds}) => [mesh.id, windowSeconds]) : found.error;
	};

	test('is left out, so that the other one stays as quick as its samples', async () => {
		expect(await windowsOf(false)).toEqual([['istio', 60]]);
	});

	test('is measured where the operator named it, over its own window', async () => {
		expect(await windowsOf(true)).toEqual([
			['istio', 240],
			['span-metrics', 240],
		]);
	});

	test('is left out where its samples come more seldom than those of proxies beside the pods', () => {
		const near = {mesh: istio, windowSeconds: 60};
		const edge = {mesh: ingressNginx, windowSeconds: 60};
		const rare = {mesh: ingressNginx, windowSeconds: 240};
		expect(withoutSlower([near, edge], false)).toEqual([near, edge]);
		expect(withoutSlower([near, rare], false)).toEqual([near]);
		expect(withoutSlower([near, rare], true)).toEqual([near, rare]);
		expect(withoutSlower([rare], false)).toEqual([rare]);
	});

	test('is measured beside one that counts no requests', async () => {
		const unknowing: Mesh = {...istio, limits: [{code: 'requests', text: safe`it counts connections`}]};
		expect(await windowsOf(false, unknowing)).toMatchObject([
			['istio', 240],
			['span-metrics', 240],
		]);
	});
});
