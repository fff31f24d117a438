import {expect, it} from 'vitest';
import type {ShopService} from '../../../../source/demo/contract.ts';
import type {ClusterObjects} from '../../../../source/demo/prometheus/weights/cluster-objects.ts';
import {routesOf, sharesOf} from '../../../../source/demo/prometheus/weights/routing.ts';
import {serviceOfApp, situation} from '../support/situation.ts';
import {checkout} from '../support/world.ts';

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

it('a blue/green sends everything to the pods that the active Service selects', () => {
	const {cluster, namespace} = situation('argo-bluegreen/03-cut-over-old-still-running');
	expect(shares({...checkout, namespace, name: 'frontend'}, cluster)).toEqual([
		{service: 'frontend', workload: 'frontend', revision: 'latest', tag: '1.1.0', share: 1},
	]);
});

it('without a route the ready pods share the requests of their Service', () => {
	const {cluster, namespace} = situation('deployment/02-rolling');
	const currency = {...checkout, namespace, name: 'currency'};
	const found = shares(currency, {...cluster, services: [serviceOfApp(namespace, 'currency')]});
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
