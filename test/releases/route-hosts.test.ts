import {expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {Release} from '../../source/domain/release/release.ts';
import {VIRTUAL_SERVICES} from '../../source/kinds/virtual-service.ts';
import {virtualService} from '../../source/releases/routes/kinds/virtual-service.ts';
import {readSituation, snapshotOf} from './situation.ts';

const {objects, nowMs} = readSituation('../cases/c29');

function releaseOf(
	name: string,
	beside: readonly RawObject[] = [],
	change: (route: RawObject) => RawObject = route => route,
): Release {
	const all = [...objects, ...beside].map(object =>
		(object.metadata as RawObject).name === name ? change(object) : object,
	);
	const snapshot = snapshotOf(all);
	const route = snapshot.list(VIRTUAL_SERVICES).find(({metadata}) => metadata.name === name);
	if (!route) throw new Error(`no ${name}`);
	return virtualService.assemble(route, snapshot, nowMs);
}

test('perch finds Services whose names begin with a digit, with the workloads behind them', () => {
	const release = releaseOf('twofa');
	expect(release.revisions).toMatchObject([
		{tag: '1.0.0', role: 'stable', holder: '2fa-a', pods: {desired: 2}},
		{tag: '1.1.0', role: 'canary', holder: '2fa-b', pods: {desired: 2}},
	]);
	expect(release.split.configuredPercent).toBe(10);
});

const named = (kind: string, name: string, spec: object): RawObject => ({
	apiVersion: kind === 'EndpointSlice' ? 'discovery.k8s.io/v1' : 'v1',
	kind,
	metadata: {name, namespace: 'routes', uid: `uid-${kind}-${name}`, labels: {'kubernetes.io/service-name': name}},
	...spec,
});
const offers = ['offers-stable', 'offers-canary'].flatMap(name => [
	named('Service', name, {spec: {selector: {app: name}}}),
	named('EndpointSlice', name, {endpoints: [{conditions: {ready: true}}]}),
]);

test('perch takes a host of name and namespace for no Service, as Istio does, and says so', () => {
	const release = releaseOf('halfqualified', offers);
	expect(release.revisions.map(({pods}) => pods)).toEqual([
		{desired: 'unknown', ready: 'unknown', restarts: 'unknown'},
		{desired: 'unknown', ready: 'unknown', restarts: 'unknown'},
	]);
	expect(release.services).toMatchObject({stable: [], canary: [], apex: []});
	expect(release.contradictions.map(({text}) => text)).toContain(
		'Istio does not take offers-canary.routes for Service routes/offers-canary: write offers-canary.routes.svc.cluster.local',
	);
});

test('perch takes the same hosts in full for the Services, with their endpoints', () => {
	const inFull = (route: RawObject) =>
		JSON.parse(JSON.stringify(route).replaceAll('.routes"', '.routes.svc.cluster.local"'));
	const release = releaseOf('halfqualified', offers, inFull);
	expect(release.revisions.map(({pods}) => pods.ready)).toEqual([1, 1]);
	expect(release.contradictions).toEqual([]);
});

test('a host outside of the cluster is no contradiction by itself', () => {
	const outside = (route: RawObject) => JSON.parse(JSON.stringify(route).replaceAll('.routes"', '.partner.test"'));
	expect(releaseOf('halfqualified', offers, outside).contradictions).toEqual([]);
});

test('the Services of the same name in two domains are two destinations', () => {
	const remote = (route: RawObject) =>
		JSON.parse(
			JSON.stringify(route)
				.replace('offers-stable.routes"', 'offers.routes.svc.cluster.local"')
				.replace('offers-canary.routes"', 'offers.routes.svc.remote.internal"'),
		);
	const release = releaseOf('halfqualified', [], remote);
	expect(release.revisions.map(({tag}) => tag)).toEqual([
		'offers.routes.svc.cluster.local',
		'offers.routes.svc.remote.internal',
	]);
});
