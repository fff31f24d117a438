import {describe, expect, test} from 'vitest';
import {revisionKey} from '../../source/domain/cluster/keys.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {indexAnchors} from '../../source/traffic/anchor-index.ts';
import {foldTraffic} from '../../source/traffic/fold-traffic.ts';
import type {TrafficSplit} from '../../source/traffic/row-traffic.ts';
import {prod} from '../support/prod.ts';
import {canary, checkout, deployment, latency, rollout, service, stable, traffic} from './support/fold-objects.ts';

describe('a release whose route splits between two Services', () => {
	const index = indexAnchors({
		cluster: prod,
		releases: [rollout()],
		services: [
			service('checkout', {app: 'checkout'}),
			service('checkout-stable', {app: 'checkout', 'rollouts-pod-template-hash': '58c56f75fc'}),
			service('checkout-canary', {app: 'checkout', 'rollouts-pod-template-hash': '866cfb757'}),
		],
		namespaces: 'all',
	});

	test('each Service is counted for its revision, and all for the row', () => {
		const {rows, unmatched} = foldTraffic(index, [
			traffic('checkout-stable', 'checkout', 95, 1),
			traffic('checkout-canary', 'checkout', 5, 2),
		]);
		expect([...rows.keys()]).toEqual([checkout]);
		expect(rows.get(checkout)?.total).toEqual({requestsPerSecond: 100, errorsPerSecond: 3, buckets: null});
		expect(revisions(rows.get(checkout)?.split)).toEqual({[stable]: [95, 1], [canary]: [5, 2]});
		expect(unmatched).toBe(0);
	});

	test('requests that reached no pod count for the Service that they were routed to', () => {
		const {rows} = foldTraffic(index, [
			traffic('checkout-stable', 'checkout', 95, 0),
			traffic('checkout-canary', 'checkout', 4, 0),
			traffic('checkout-canary', null, 1, 1),
		]);
		expect(revisions(rows.get(checkout)?.split)).toEqual({[stable]: [95, 0], [canary]: [5, 1]});
	});

	test('requests that are reported on the apex belong to the row and to no version', () => {
		const {rows} = foldTraffic(index, [
			traffic('checkout-stable', 'checkout', 90, 0),
			traffic('checkout-canary', 'checkout', 10, 0),
			traffic('checkout', 'checkout', 7, 1),
			traffic('checkout', null, 1, 1),
		]);
		expect(rows.get(checkout)?.total).toMatchObject({requestsPerSecond: 108, errorsPerSecond: 2});
		expect(revisions(rows.get(checkout)?.split)).toEqual({[stable]: [90, 0], [canary]: [10, 0]});
	});

	test('there is no split while the figures of the apex may hide a version without series', () => {
		const {rows} = foldTraffic(index, [
			traffic('checkout-stable', 'checkout', 90, 0),
			traffic('checkout', 'checkout', 7, 1),
		]);
		expect(rows.get(checkout)?.split).toEqual({
			kind: 'cannotTell',
			because: 'the metrics report 2.8.1 and 2.9.0 under one name',
		});
	});

	test('a request that its caller and its callee both report is counted once', () => {
		const {rows} = foldTraffic(index, [
			traffic('checkout-stable', 'checkout', 90, 0),
			traffic('checkout-canary', 'checkout', 10, 0),
			traffic('checkout', 'checkout', 100, 5, {viewpoint: 'destination'}),
		]);
		expect(rows.get(checkout)).toMatchObject({
			viewpoint: 'source',
			total: {requestsPerSecond: 100, errorsPerSecond: 0},
		});
	});

	test('the figures of callees are taken where callers count nothing', () => {
		const {rows} = foldTraffic(index, [
			traffic('checkout-stable', 'checkout', 0, 0),
			traffic('checkout-stable', 'checkout', 12, 1, {viewpoint: 'destination'}),
		]);
		expect(rows.get(checkout)).toMatchObject({viewpoint: 'destination', total: {requestsPerSecond: 12}});
	});
});

test('requests to the canary Service count for stable while its selector selects stable', () => {
	const index = indexAnchors({
		cluster: prod,
		releases: [rollout()],
		services: [
			service('checkout-stable', {'rollouts-pod-template-hash': '58c56f75fc'}),
			service('checkout-canary', {'rollouts-pod-template-hash': '58c56f75fc'}),
		],
		namespaces: 'all',
	});
	const {rows} = foldTraffic(index, [
		traffic('checkout-stable', 'checkout', 95, 0),
		traffic('checkout-canary', 'checkout', 5, 0),
	]);
	expect(revisions(rows.get(checkout)?.split)).toEqual({[stable]: [100, 0]});
});

describe('for a workload without Services of its own,', () => {
	const services = [service('cart', {app: 'cart'}), service('headless', {})];

	test('a Service that no release claims is a row, and the only serving revision takes its traffic', () => {
		const index = indexAnchors({
			cluster: prod,
			releases: [deployment('cart', {canary: null})],
			services,
			namespaces: 'all',
		});
		const {rows} = foldTraffic(index, [traffic('cart', 'cart', 8, 1)]);
		expect([...rows.keys()]).toEqual(['service:prod/shop/cart']);
		expect(revisions(rows.get('service:prod/shop/cart')?.split)).toEqual({[stable]: [8, 1]});
	});

	test('two revisions under one workload name and one version label cannot be told apart', () => {
		const index = indexAnchors({cluster: prod, releases: [deployment('cart', {})], services, namespaces: 'all'});
		const {rows} = foldTraffic(index, [traffic('cart', 'cart', 8, 1, {version: 'v1'})]);
		expect(rows.get('service:prod/shop/cart')).toMatchObject({
			total: {requestsPerSecond: 8, errorsPerSecond: 1},
			split: {kind: 'cannotTell', because: 'the metrics report 2.8.1 and 2.9.0 under one name'},
		});
	});

	test.each([
		['their tags', '2.8.1', 'v2.9.0', 'cart', 'cart'],
		['their hashes', '58c56f75fc', '866cfb757', 'cart', 'cart'],
		['their ReplicaSets', null, null, 'cart-58c56f75fc', 'cart-866cfb757'],
	])('revisions are told apart by %s', (_by, oldVersion, newVersion, oldWorkload, newWorkload) => {
		const index = indexAnchors({cluster: prod, releases: [deployment('cart', {})], services, namespaces: 'all'});
		const {rows} = foldTraffic(index, [
			traffic('cart', oldWorkload, 8, 1, {version: oldVersion}),
			traffic('cart', newWorkload, 2, 0, {version: newVersion}),
		]);
		expect(revisions(rows.get('service:prod/shop/cart')?.split)).toEqual({[stable]: [8, 1], [canary]: [2, 0]});
	});

	test('a tag that both revisions carry does not tell them apart', () => {
		const twins = deployment('cart', {});
		const same = {...twins, revisions: twins.revisions.map(revision => ({...revision, tag: ident('latest')}))};
		const index = indexAnchors({cluster: prod, releases: [same], services, namespaces: 'all'});
		const {rows} = foldTraffic(index, [traffic('cart', 'cart', 8, 1, {version: 'latest'})]);
		expect(rows.get('service:prod/shop/cart')?.split.kind).toBe('cannotTell');
	});

	test('a version label that is a number is not taken for the number of a revision', () => {
		const index = indexAnchors({cluster: prod, releases: [deployment('cart', {})], services, namespaces: 'all'});
		const {rows} = foldTraffic(index, [traffic('cart', 'cart', 8, 1, {version: '42'})]);
		expect(rows.get('service:prod/shop/cart')?.split.kind).toBe('cannotTell');
	});

	test('a Service in front of two workloads has the versions of both', () => {
		const other = deployment('cart-v2', {canary: null, uid: 'other'});
		const index = indexAnchors({
			cluster: prod,
			releases: [deployment('cart', {canary: null}), {...other, podLabels: {app: ident('cart')}}],
			services,
			namespaces: 'all',
		});
		const {rows} = foldTraffic(index, [traffic('cart', 'cart', 8, 1), traffic('cart', 'cart-v2', 2, 0)]);
		const second = revisionKey('other', '58c56f75fc');
		expect(revisions(rows.get('service:prod/shop/cart')?.split)).toEqual({[stable]: [8, 1], [second]: [2, 0]});
	});

	test('a workload that no release owns has no version', () => {
		const index = indexAnchors({cluster: prod, releases: [deployment('cart', {})], services, namespaces: 'all'});
		const {rows} = foldTraffic(index, [traffic('cart', 'stranger', 8, 1)]);
		expect(rows.get('service:prod/shop/cart')).toMatchObject({total: {requestsPerSecond: 8}});
		expect(revisions(rows.get('service:prod/shop/cart')?.split)).toEqual({});
	});
});

test('a name that only metrics know is a row, other namespaces are not, and nameless samples are counted', () => {
	const index = indexAnchors({cluster: prod, releases: [], services: [], namespaces: ['shop']});
	const {rows, unmatched} = foldTraffic(index, [
		traffic('ghost', 'ghost', 1, 0),
		traffic('elsewhere', 'x', 1, 0, {namespace: 'pay'}),
		traffic('', 'x', 1, 0),
	]);
	expect([...rows.keys()]).toEqual(['metrics:prod/shop/ghost']);
	expect(unmatched).toBe(1);
});

test('latency has the same viewpoint and the same split as the traffic', () => {
	const index = indexAnchors({cluster: prod, releases: [rollout()], services: [], namespaces: 'all'});
	const {rows} = foldTraffic(
		index,
		[traffic('checkout-stable', 'checkout', 9, 0), traffic('checkout-canary', 'checkout', 1, 0)],
		[
			latency('checkout-stable', 'source', [5, 9, 9]),
			latency('checkout-canary', 'source', [0, 1, 1]),
			latency('checkout', 'destination', [10, 10, 10]),
		],
	);
	const row = rows.get(checkout);
	expect(row?.total.buckets?.map(({perSecond}) => perSecond)).toEqual([5, 10, 10]);
	const split = row?.split.kind === 'known' ? row.split.byRevision : null;
	expect(split?.get(canary)?.buckets?.map(({perSecond}) => perSecond)).toEqual([0, 1, 1]);
});

function revisions(split: TrafficSplit | undefined) {
	if (split?.kind !== 'known') return split;
	return Object.fromEntries(
		Array.from(split.byRevision, ([key, {requestsPerSecond, errorsPerSecond}]) => [
			key,
			[requestsPerSecond, errorsPerSecond],
		]),
	);
}
