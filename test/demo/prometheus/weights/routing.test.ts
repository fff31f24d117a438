import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import type {KubeObject, ShopService} from '../../../../source/demo/contract.ts';
import type {
	ClusterObjects,
	EventObject,
	ReplicaSetObject,
	RolloutObject,
	ServiceObject,
	VirtualServiceObject,
} from '../../../../source/demo/prometheus/weights/cluster-objects.ts';
import {pastRoutes} from '../../../../source/demo/prometheus/weights/past-routes.ts';
import {routesOf, sharesOf} from '../../../../source/demo/prometheus/weights/routing.ts';
import {checkout} from '../support/world.ts';

const situation = (path: string) => {
	const text = readFileSync(new URL(`../../../fixtures/cluster/${path}.json`, import.meta.url), 'utf8');
	const {objects} = JSON.parse(text) as {readonly objects: readonly KubeObject[]};
	const ofKind = (kind: string) => objects.filter(object => object.kind === kind);
	const cluster: ClusterObjects = {
		services: ofKind('Service') as ServiceObject[],
		replicaSets: ofKind('ReplicaSet') as unknown as ReplicaSetObject[],
		virtualServices: ofKind('VirtualService') as unknown as VirtualServiceObject[],
	};
	return {cluster, ofKind};
};

const shares = (service: ShopService, cluster: ClusterObjects) =>
	sharesOf(service, routesOf(service, cluster), cluster).map(({destination, share}) => ({
		service: destination.service,
		workload: destination.workload,
		revision: destination.canonicalRevision,
		tag: destination.tag,
		share,
	}));

const stable = {service: 'checkout-stable', workload: 'checkout', revision: 'latest', tag: '2.8.1'};
const canary = {service: 'checkout-canary', workload: 'checkout', revision: 'latest', tag: '2.9.0'};

it('a canary gets the weight of its VirtualService; both revisions share one workload name and version', () => {
	const {cluster} = situation('argo-canary/02-paused-at-step-1');
	expect(shares(checkout, cluster)).toEqual([
		{...canary, share: 0.05},
		{...stable, share: 0.95},
	]);
});

it('an aborted canary gets nothing, and its Service selects the stable pods', () => {
	const {cluster} = situation('argo-canary/08-analysis-failed');
	expect(shares(checkout, cluster)).toEqual([
		{...canary, tag: '2.8.1', share: 0},
		{...stable, share: 1},
	]);
});

it('a blue/green sends everything to what the active Service selects', () => {
	const {cluster} = situation('argo-bluegreen/03-cut-over-old-still-running');
	const frontend = {...checkout, namespace: 'shop', name: 'frontend'};
	const [{metadata}] = cluster.services as [ServiceObject];
	expect(shares({...frontend, namespace: metadata.namespace ?? ''}, cluster)).toEqual([
		{service: 'frontend', workload: 'frontend', revision: 'latest', tag: '1.1.0', share: 1},
	]);
});

it('without a route the ready pods share what their Service gets', () => {
	const {cluster} = situation('deployment/02-rolling');
	const [{metadata}] = cluster.replicaSets as [ReplicaSetObject];
	const namespace = metadata.namespace ?? '';
	const service = {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'currency', namespace},
		spec: {selector: {app: 'currency'}},
	};
	const currency = {...checkout, namespace, name: 'currency'};
	const found = shares(currency, {...cluster, services: [service]});
	expect(found.map(({revision, tag}) => ({revision, tag}))).toEqual([
		{revision: 'v7', tag: '7.0.0'},
		{revision: 'v7', tag: '7.1.0'},
	]);
	expect(found.map(({share}) => share)).toEqual([2 / 3, 1 / 3]);
});

it('a Service without ready pods answers nothing', () => {
	const {cluster} = situation('argo-canary/02-paused-at-step-1');
	expect(shares(checkout, {...cluster, replicaSets: []})).toEqual([
		{service: 'checkout-canary', workload: 'unknown', revision: 'unknown', tag: undefined, share: 0.05},
		{service: 'checkout-stable', workload: 'unknown', revision: 'unknown', tag: undefined, share: 0.95},
	]);
	expect(shares(checkout, {...cluster, services: [], virtualServices: []})).toEqual([]);
});

it('Events tell the weights of the past', () => {
	const {cluster, ofKind} = situation('argo-canary/02-paused-at-step-1');
	const [rollout] = ofKind('Rollout') as unknown as [RolloutObject];
	const events = ofKind('Event') as unknown as EventObject[];
	const routes = routesOf(checkout, cluster);
	expect(pastRoutes({rollout, events, routes, originMs: 0})).toEqual([
		{fromMs: 0, routes: weights(0)},
		{fromMs: Date.parse('2026-11-21T07:08:42Z'), routes: weights(0)},
		{fromMs: Date.parse('2026-11-21T07:11:16Z'), routes: weights(5)},
	]);
	expect(pastRoutes({rollout, events: [], routes, originMs: 0})).toEqual([]);
});

const weights = (percent: number) => [
	{service: 'checkout-stable', weight: 100 - percent},
	{service: 'checkout-canary', weight: percent},
];
