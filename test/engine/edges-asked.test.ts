import {describe, expect, test} from 'vitest';
import {edges} from '../../source/engine/questions/edges.ts';
import {deskOn} from './support/recorded.ts';
import {askedEdges, chain, onSearch, shown} from './support/topology.ts';
import {deskOf} from './support/troubled.ts';
import {paused} from './support/verdicts.ts';

const publicRoute = {
	apiVersion: 'networking.istio.io/v1',
	kind: 'VirtualService',
	metadata: {name: 'public', namespace: 'shop', uid: 'u', resourceVersion: '1'},
	spec: {
		hosts: ['shop.example.com'],
		gateways: ['istio-system/public'],
		http: [{route: [{destination: {host: 'search'}}]}],
	},
};

describe('who calls whom is asked', () => {
	test('only while somebody looks at it, and then every 45 seconds', () => {
		const desk = deskOf(() => 0.5, {edgesAt: chain});
		desk.advance(200_000);
		expect(askedEdges(desk)).toEqual([]);
		desk.press('T');
		desk.advance(1_000);
		expect(askedEdges(desk)).toMatchObject([{services: null}]);
		desk.advance(180_000);
		const times = askedEdges(desk).map(({givenAtMs}) => givenAtMs);
		expect(times).toHaveLength(5);
		for (const [at, time] of times.slice(1).entries()) expect(time - (times[at] ?? 0)).toBeGreaterThanOrEqual(45_000);
		desk.press('escape');
		desk.advance(200_000);
		expect(askedEdges(desk)).toHaveLength(5);
	});

	test('as often where it fails', () => {
		const desk = onSearch({edgesAt: () => null});
		desk.advance(180_000);
		expect(askedEdges(desk)).toHaveLength(5);
	});

	test('of its own Services alone while a release with a canary is open', () => {
		const desk = deskOn(paused);
		expect(askedEdges(desk).map(({services}) => services?.map(({name}) => name).toSorted())).toEqual([
			['checkout-canary', 'checkout-stable'],
		]);
		desk.press('e');
		desk.advance(200_000);
		expect(askedEdges(desk)).toHaveLength(1);
	});

	test('not of a release at rest', () => {
		const desk = deskOn('argo-canary/01-healthy');
		desk.advance(100_000);
		expect(askedEdges(desk)).toEqual([]);
	});

	test('not anew for the release, once all services were asked about', () => {
		const desk = deskOn(paused);
		desk.press('T');
		desk.advance(1_000);
		desk.press('escape');
		desk.advance(10_000);
		expect(askedEdges(desk).map(({services}) => services === null)).toEqual([false, true]);
	});
});

describe('the age of the edges', () => {
	test('is that of the answer, whatever was polled since', () => {
		const desk = onSearch();
		desk.advance(30_000);
		expect(shown(desk).told).toMatchObject({text: expect.stringMatching(/^edges 3\ds old/), isOld: false});
	});

	test('is a warning where they could not be read again: the last ones stay, as old', () => {
		const desk = onSearch();
		desk.world.edgesAt = () => null;
		desk.advance(60_000);
		expect(shown(desk).told).toMatchObject({
			text: expect.stringMatching(/who calls whom is 1m old: no answer within 5 s/),
			tone: 'warning',
			isOld: true,
		});
		expect(shown(desk).callers?.nodes[0]?.requestsPerSecond).toMatchObject({kind: 'stale', value: 80});
	});

	test('is a warning where no answer comes for a long time', () => {
		const desk = onSearch();
		desk.world.latencyMs = command => (command.kind === 'ask' && command.question === edges.id ? 'never' : 5);
		desk.advance(100_000);
		expect(shown(desk).told).toMatchObject({tone: 'warning', isOld: true});
	});
});

describe('where there are no edges the screen says', () => {
	test('that they are being read', () => {
		const desk = onSearch({
			latencyMs: command => (command.kind === 'ask' && command.question === edges.id ? 'never' : 5),
		});
		expect(shown(desk).told.text).toBe('reading who calls whom …');
		expect(shown(desk).callers?.note).toBe('not known');
	});

	test('why they cannot be read', () => {
		expect(shown(onSearch({edgesAt: () => null})).told.text).toBe(
			'⚠ who calls whom cannot be read: no answer within 5 s',
		);
	});

	test('which mesh does not tell them, beside one that does', () => {
		expect(shown(onSearch({meshes: ['ingress-nginx']})).told.text).toBe('⚠ ingress-nginx does not tell who calls');
		expect(shown(onSearch({meshes: ['istio', 'ingress-nginx']})).told.text).toMatch(
			/callers by Istio · ingress-nginx does not tell who calls$/,
		);
	});

	test('that Prometheus is not set', () => {
		const desk = onSearch({isMetricsConfigured: false});
		expect(shown(desk).told.text).toBe('⚠ who calls whom is not known: set --prometheus');
	});

	test('that no call was counted, and by which object requests may come', () => {
		const desk = onSearch({edgesAt: () => []});
		expect(shown(desk).callers).toMatchObject({nodes: [], note: expect.stringMatching(/^none counted in the last/)});
	});

	test('by which object requests may come, where nothing tells that they do', () => {
		const desk = onSearch({edgesAt: () => []}, [publicRoute]);
		expect(shown(desk).callers?.routed).toEqual([
			'routed, not measured: host shop.example.com · VirtualService shop/public',
		]);
		desk.world.edgesAt = chain;
		desk.advance(60_000);
		expect(shown(desk).callers?.routed).toEqual([]);
	});
});
