import {describe, expect, test} from 'vitest';
import {metricsKey, serviceKey} from '../../source/domain/cluster/keys.ts';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import {indexAnchors} from '../../source/traffic/anchor-index.ts';
import {foldTraffic} from '../../source/traffic/fold-traffic.ts';
import type {TrafficSplit} from '../../source/traffic/row-traffic.ts';
import {foldRows} from '../../source/traffic/rows.ts';
import {prod} from '../support/prod.ts';
import {canary, checkout, deployment, rollout, service, stable, traffic} from './support/fold-objects.ts';

/** A sample of a callee whose mesh names no Service. */
function answered(workload: string, requestsPerSecond: number, errorsPerSecond = 0): TrafficSample {
	return {
		identity: {namespace: ident('shop'), service: null, workload: ident(workload), version: null},
		viewpoint: 'destination',
		requestsPerSecond,
		errorsPerSecond,
	};
}

describe('series that name the owner of a pod, and no Service,', () => {
	test('count in the row of the release, each under its version', () => {
		const index = indexAnchors({
			cluster: prod,
			releases: [rollout()],
			services: [service('checkout', {app: 'x'})],
			namespaces: 'all',
		});
		const {rows} = foldTraffic(index, [answered('checkout-58c56f75fc', 9), answered('checkout-866cfb757', 1, 1)]);
		expect([...rows.keys()]).toEqual([checkout]);
		expect(byRevision(rows.get(checkout)?.split)).toEqual({[stable]: [9, 0], [canary]: [1, 1]});
	});

	test('count in the row of the Service in front of a Deployment', () => {
		const index = indexAnchors({
			cluster: prod,
			releases: [deployment('cart', {})],
			services: [service('basket', {app: 'cart'})],
			namespaces: 'all',
		});
		const {rows} = foldTraffic(index, [answered('cart-58c56f75fc', 3), answered('cart-866cfb757', 1)]);
		const basket = serviceKey(prod, 'shop', 'basket');
		expect([...rows.keys()]).toEqual([basket]);
		expect(byRevision(rows.get(basket)?.split)).toEqual({[stable]: [3, 0], [canary]: [1, 0]});
	});

	test('find their release by its name where its templates are not read', () => {
		const unread = {...deployment('cart', {}), revisions: [], stable: null, canary: null};
		const index = indexAnchors({
			cluster: prod,
			releases: [unread],
			services: [service('basket', {app: 'cart'})],
			namespaces: 'all',
		});
		expect([...foldTraffic(index, [answered('cart-7d9f8c6b5', 2)]).rows.keys()]).toEqual([
			serviceKey(prod, 'shop', 'basket'),
		]);
	});

	test('find their version by the pods where a controller runs it under another name', () => {
		const release = rollout();
		const pod = (name: string, revision: typeof stable) => ({
			name: ident(name),
			revision,
			isReady: true,
			restarts: 0,
			state: safe`Running`,
			node: null,
			createdAtMs: null,
		});
		const flagger = {
			...release,
			pods: [pod('checkout-primary-9d95-a1b2c', stable), pod('checkout-5597-d3e4f', canary)],
		};
		const index = indexAnchors({
			cluster: prod,
			releases: [flagger],
			services: [service('checkout', {app: 'x'})],
			namespaces: 'all',
		});
		const {rows} = foldTraffic(index, [
			traffic('checkout', 'checkout-primary-9d95', 9, 0),
			traffic('checkout', 'checkout-5597', 1, 1),
		]);
		expect(byRevision(rows.get(checkout)?.split)).toEqual({[stable]: [9, 0], [canary]: [1, 1]});
	});

	test('count in the row of the release that runs a version under another name, though no pod of it is read', () => {
		const flagger = {
			...rollout(),
			workloads: [
				{name: ident('checkout'), revision: canary},
				{name: ident('checkout-primary'), revision: stable},
			],
		};
		const index = indexAnchors({
			cluster: prod,
			releases: [flagger],
			services: [service('checkout', {app: 'x'})],
			namespaces: 'all',
		});
		const {rows} = foldTraffic(index, [answered('checkout-primary-9d95', 9), answered('checkout-5597', 1, 1)]);
		expect([...rows.keys()]).toEqual([checkout]);
		expect(byRevision(rows.get(checkout)?.split)).toEqual({[stable]: [9, 0], [canary]: [1, 1]});
	});

	test('are a row of their own where nothing in the cluster has that name', () => {
		const index = indexAnchors({cluster: prod, releases: [], services: [], namespaces: 'all'});
		const sample = answered('batch-58c56f75fc', 1);
		const key = metricsKey(prod, 'shop', 'batch-58c56f75fc');
		expect([...foldTraffic(index, [sample]).rows.keys()]).toEqual([key]);
		expect(foldRows(index, [], [sample.identity]).rows.get(key)).toMatchObject({name: 'shop/batch-58c56f75fc'});
	});

	test('are not added to the figures of callers in the same row', () => {
		const index = indexAnchors({
			cluster: prod,
			releases: [rollout()],
			services: [service('checkout', {app: 'x'})],
			namespaces: 'all',
		});
		const {rows} = foldTraffic(index, [
			traffic('checkout', 'checkout-58c56f75fc', 9, 0),
			traffic('checkout', 'checkout-866cfb757', 1, 1),
			answered('checkout-58c56f75fc', 9),
			answered('checkout-866cfb757', 1),
		]);
		expect(rows.get(checkout)?.total).toMatchObject({requestsPerSecond: 10, errorsPerSecond: 1});
	});

	test('count where callers outside of the mesh report nothing, and the pods answered clearly more', () => {
		const index = indexAnchors({
			cluster: prod,
			releases: [rollout()],
			services: [service('checkout', {app: 'x'})],
			namespaces: 'all',
		});
		const {rows} = foldTraffic(index, [
			traffic('checkout', 'checkout-58c56f75fc', 1, 0),
			answered('checkout-58c56f75fc', 90),
			answered('checkout-866cfb757', 10, 2),
		]);
		expect(rows.get(checkout)).toMatchObject({viewpoint: 'destination', total: {requestsPerSecond: 100}});
		expect(byRevision(rows.get(checkout)?.split)).toEqual({[stable]: [90, 0], [canary]: [10, 2]});
	});

	test('are dropped outside the watched namespaces', () => {
		const index = indexAnchors({cluster: prod, releases: [rollout()], services: [], namespaces: ['pay']});
		expect(foldTraffic(index, [answered('checkout-866cfb757', 1)]).rows.size).toBe(0);
	});
});

function byRevision(split: TrafficSplit | undefined): Readonly<Record<string, readonly number[]>> {
	if (split?.kind !== 'known') return {};
	return Object.fromEntries(
		Array.from(split.byRevision, ([key, figures]) => [key, [figures.requestsPerSecond, figures.errorsPerSecond]]),
	);
}
