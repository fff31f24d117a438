import {describe, expect, test} from 'vitest';
import type {ReleaseKey} from '../../source/domain/cluster/keys.ts';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {releaseTraffic} from '../../source/engine/evidence/comparison/release-traffic.ts';
import {backText, nowText} from '../../source/engine/screens/release/outlook.ts';
import {release as releaseScreen} from '../../source/engine/screens/release/release.ts';
import {readSituation} from '../releases/situation.ts';
import {createDesk, type Desk} from './support/desk.ts';

const edge: ReleaseKey = 'release:prod/virtualservices.networking.istio.io/edge/storefront';
const {objects: recorded, nowMs} = readSituation('../cases/c01');

const service = (name: string, namespace = 'routes'): RawObject => ({
	apiVersion: 'v1',
	kind: 'Service',
	metadata: {name, namespace, uid: `uid-${namespace}-${name}`},
	spec: {selector: {app: name}},
});

const workload = (name: string, tag: string, ready: number): RawObject => ({
	apiVersion: 'apps/v1',
	kind: 'Deployment',
	metadata: {name, namespace: 'routes', uid: `uid-deploy-${name}`},
	spec: {
		replicas: 2,
		selector: {matchLabels: {app: name}},
		template: {
			metadata: {labels: {app: name}},
			spec: {containers: [{name: 'app', image: `registry.example.test/offers:${tag}`}]},
		},
	},
	status: {readyReplicas: ready},
});

const offers = (ready = 2): readonly RawObject[] => [
	service('offers-stable'),
	service('offers-canary'),
	// A namesake, which is no part of this route.
	service('offers-canary', 'edge'),
	workload('offers-stable', '3.2.1', 2),
	workload('offers-canary', '3.3.0', ready),
];

function requests(name: string, requestsPerSecond: number, namespace = 'routes'): TrafficSample {
	return {
		identity: {namespace: ident(namespace), service: ident(name), workload: ident(name), version: null},
		viewpoint: 'source',
		requestsPerSecond,
		errorsPerSecond: 0,
	};
}

const measured = () => [
	requests('offers-stable', 80),
	requests('offers-canary', 20),
	requests('offers-canary', 7, 'edge'),
];

function deskWith(objects: readonly RawObject[]): Desk {
	const desk = createDesk({objects, nowMs, world: {trafficAt: measured}});
	desk.advance(10_000);
	return desk;
}

const releaseOn = (desk: Desk) => desk.context.derive.releases(desk.state()).get(edge);

describe('a route in another namespace than its Services', () => {
	test('has the pods, versions and requests of its Services, and not those of a namesake beside the route', () => {
		const desk = deskWith([...recorded, ...offers()]);
		const release = releaseOn(desk);
		expect(release).toMatchObject({
			split: {configuredPercent: 20},
			services: {
				stable: [{namespace: 'routes', name: 'offers-stable'}],
				canary: [{namespace: 'routes', name: 'offers-canary'}],
			},
			revisions: [
				{tag: '3.2.1', role: 'stable', pods: {ready: 2}},
				{tag: '3.3.0', role: 'canary', pods: {ready: 2}},
			],
		});
		const row = release && releaseTraffic(desk.context, desk.state(), release);
		expect(row?.total.requestsPerSecond).toBe(100);
		if (row?.split.kind !== 'known') throw new Error('no split');
		expect([...row.split.byRevision.values()].map(({requestsPerSecond}) => requestsPerSecond)).toEqual([80, 20]);
		const rows = [...desk.context.derive.rows(desk.state()).rows.values()].map(({name}) => name);
		expect(rows).toEqual(['edge/shop.example.test', 'edge/offers-canary']);
	});

	test('follows changes in the namespace of its Services', () => {
		const desk = deskWith([...recorded, ...offers()]);
		desk.server.become([...recorded, ...offers(0)]);
		desk.sync();
		expect(releaseOn(desk)?.revisions[1]?.pods.ready).toBe(0);
		expect(releaseOn(desk)?.contradictions.map(({text}) => text)).toContain(
			'the route sends 20% to offers-canary.routes.svc.cluster.local, which has no ready pod',
		);
	});

	test('is a part of a Rollout of another namespace as soon as the Rollout names it', () => {
		const desk = deskWith([...recorded, ...offers()]);
		expect(releaseOn(desk)).toBeDefined();
		const rollout: RawObject = {
			apiVersion: 'argoproj.io/v1alpha1',
			kind: 'Rollout',
			metadata: {name: 'offers', namespace: 'routes', uid: 'uid-rollout'},
			spec: {
				strategy: {
					canary: {
						stableService: 'offers-stable',
						canaryService: 'offers-canary',
						trafficRouting: {istio: {virtualService: {name: 'storefront.edge'}}},
					},
				},
			},
		};
		desk.server.become([...recorded, ...offers(), rollout]);
		desk.sync();
		expect(releaseOn(desk)).toBeUndefined();
		desk.server.become([...recorded, ...offers()]);
		desk.sync();
		expect(releaseOn(desk)).toBeDefined();
	});

	test('leaves a Service to a release in the namespace of the Service that claims it', () => {
		const own = structuredClone(recorded.find(({kind}) => kind === 'VirtualService')) as unknown as {
			metadata: Record<string, unknown>;
			spec: Record<string, unknown>;
		};
		own.metadata = {name: 'offers', namespace: 'routes', uid: 'uid-own'};
		const desk = deskWith([...recorded, ...offers(), own as unknown as RawObject]);
		const rows = [...desk.context.derive.rows(desk.state()).rows.values()];
		expect(
			rows.find(({services}) =>
				services.some(({name, namespace}) => name === 'offers-canary' && namespace === 'routes'),
			)?.release,
		).toBe('release:prod/virtualservices.networking.istio.io/routes/offers');
		const release = releaseOn(desk);
		expect(release && nowText(desk.context, desk.state(), release)).toBe(
			'20 % of requests go to 3.3.0 · its requests are counted with routes/shop.example.test',
		);
		expect(releaseScreen.select(desk.context, desk.state(), desk.state(), {kind: 'release', key: edge}).places).toEqual(
			['routes/shop.example.test sends 20% to 3.3.0 as well'],
		);
	});
});

describe('another route to the canary of a Rollout', () => {
	const namespace = (name: string) => readSituation(name).objects.find(({kind}) => kind === 'Rollout')?.metadata;
	const other = (name: string, percent: number): RawObject => {
		const place = (namespace(name) as {namespace: string}).namespace;
		const to = (service: string, weight: number) => ({
			destination: {host: `${service}.${place}.svc.cluster.local`},
			weight,
		});
		return {
			apiVersion: 'networking.istio.io/v1',
			kind: 'VirtualService',
			metadata: {name: 'public', namespace: 'edge', uid: 'uid-public'},
			spec: {
				hosts: ['pay.example.test'],
				http: [{name: 'all', route: [to('checkout-stable', 100 - percent), to('checkout-canary', percent)]}],
			},
		};
	};
	function linesOf(name: string, percent: number): {readonly places: readonly string[]; readonly back: string} {
		const situation = readSituation(name);
		const desk = createDesk({
			objects: [...situation.objects, other(name, percent)],
			nowMs: situation.nowMs,
			world: {trafficAt: () => []},
		});
		desk.advance(10_000);
		const release = [...desk.context.derive.releases(desk.state()).values()].find(
			({backend}) => backend === 'argo-rollouts',
		);
		if (!release) throw new Error('no Rollout');
		const [context, state] = [desk.context, desk.state()];
		const {places} = releaseScreen.select(context, state, state, {kind: 'release', key: release.key});
		return {places, back: backText(context, state, release)};
	}

	test('is shown beside the share that the controller configured', () => {
		const name = 'argo-canary/02-paused-at-step-1';
		expect(linesOf(name, 50).places).toEqual(['edge/pay.example.test sends 50% to 2.9.0 as well']);
		expect(linesOf(name, 0).places).toEqual([]);
	});

	test('is shown although the release itself is back, while the canary Service selects the canary', () => {
		const name = 'argo-canary/13-aborted-while-manually-paused';
		expect(linesOf(name, 50).back).toMatch(/already back on .* · edge\/pay\.example\.test sends 50% to \S+ as well$/);
		expect(linesOf(name, 0).back).toMatch(/already back on [^·]*$/);
	});

	test('is not shown once Argo lets the canary Service select stable', () => {
		expect(linesOf('argo-canary/07-aborted', 50).back).toMatch(/already back on [^·]*$/);
	});
});

test('a delegate without hosts, in a third namespace, claims the Services that it leads to', () => {
	const route = structuredClone(recorded.find(({kind}) => kind === 'VirtualService')) as unknown as {
		metadata: Record<string, unknown>;
		spec: {hosts?: unknown; gateways?: unknown};
	};
	route.metadata.namespace = 'delegates';
	delete route.spec.hosts;
	delete route.spec.gateways;
	const desk = deskWith([route as unknown as RawObject, ...offers()]);
	const key: ReleaseKey = 'release:prod/virtualservices.networking.istio.io/delegates/storefront';
	const release = desk.context.derive.releases(desk.state()).get(key);
	const row = release && releaseTraffic(desk.context, desk.state(), release);
	expect(row?.total.requestsPerSecond).toBe(100);
});
