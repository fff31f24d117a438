import {describe, expect, test} from 'vitest';
import {metricsKey, serviceKey} from '../../../source/domain/cluster/keys.ts';
import type {EdgeSample} from '../../../source/domain/signals/edge-sample.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';
import {indexAnchors} from '../../../source/traffic/anchor-index.ts';
import {foldEdges} from '../../../source/traffic/edges/fold-edges.ts';
import type {RowTraffic} from '../../../source/traffic/row-traffic.ts';
import {prod} from '../../support/prod.ts';
import {canary, checkout, deployment, rollout, service, stable} from '../support/fold-objects.ts';
import {call} from './calls.ts';

const index = indexAnchors({
	cluster: prod,
	releases: [rollout(), deployment('cart', {canary: null, uid: 'of-cart'})],
	services: [service('cart', {app: 'cart'}), service('checkout', {app: 'checkout'})],
	namespaces: 'all',
});
const cart = serviceKey(prod, 'shop', 'cart');
const noRows = new Map<never, never>();

const fold = (samples: readonly EdgeSample[], rows: Parameters<typeof foldEdges>[2] = noRows) =>
	foldEdges(index, samples, rows);

const rowOf = (row: Partial<RowTraffic>): RowTraffic => ({
	viewpoint: 'source',
	total: {requestsPerSecond: 1, errorsPerSecond: 0, buckets: null},
	split: {kind: 'known', byRevision: new Map()},
	...row,
});

describe('edges between rows', () => {
	test('lead from the row of the calling workload to the row of the called Service, the most requests first', () => {
		const {into, from} = fold([
			call('shop/cart', 'shop/checkout', 5, 1),
			call('web/frontend', 'shop/checkout', 20),
			call('shop/cart', 'shop/checkout-canary', 2, 2),
		]);
		expect(into.get(checkout)?.edges).toMatchObject([
			{caller: {key: metricsKey(prod, 'web', 'frontend'), name: 'web/frontend'}, figures: {requestsPerSecond: 20}},
			{caller: {key: cart, name: 'shop/cart'}, figures: {requestsPerSecond: 7, errorsPerSecond: 3}},
		]);
		expect(from.get(cart)).toMatchObject([{callee: checkout}]);
	});

	test('keep the requests of each version apart', () => {
		const [edge] =
			fold([call('shop/cart', 'shop/checkout-stable', 18), call('shop/cart', 'shop/checkout-canary', 2, 1)]).into.get(
				checkout,
			)?.edges ?? [];
		expect(edge?.versions?.get(stable)).toMatchObject({requestsPerSecond: 18, errorsPerSecond: 0});
		expect(edge?.versions?.get(canary)).toMatchObject({requestsPerSecond: 2, errorsPerSecond: 1});
	});

	test('tell no versions where some requests are of several under one name', () => {
		const shared = call('shop/cart', 'shop/checkout', 3, 0, {workload: 'checkout'});
		const [edge] = fold([shared, call('shop/cart', 'shop/checkout-canary', 2)]).into.get(checkout)?.edges ?? [];
		expect(edge?.versions).toBeNull();
		expect(edge?.figures.requestsPerSecond).toBe(5);
	});

	test('hold callers without a name together, and name those that are outside of the scope', () => {
		const scoped = indexAnchors({cluster: prod, releases: [rollout()], services: [], namespaces: ['shop']});
		const samples = [
			call(null, 'shop/checkout', 1),
			call(null, 'shop/checkout-stable', 2),
			call('web/mobile', 'shop/checkout', 9),
			call('shop/cart', 'web/mobile', 1),
		];
		const {into, from} = foldEdges(scoped, samples, noRows);
		expect([...into.keys()]).toEqual([checkout]);
		expect(into.get(checkout)?.edges.map(({caller, figures}) => [caller, figures.requestsPerSecond])).toEqual([
			[{key: null, name: 'web/mobile'}, 9],
			[{key: null, name: null}, 3],
		]);
		expect(from.size).toBe(0);
	});

	test('know how much is secured only where all of it is known', () => {
		const secured = (securedPerSecond: number | null, perSecond = 4) => ({
			...call('shop/cart', 'shop/checkout', perSecond),
			securedPerSecond,
		});
		const shareOf = (...samples: readonly EdgeSample[]) =>
			fold(samples).into.get(checkout)?.edges[0]?.figures.securedShare;
		expect(shareOf(secured(4), secured(2))).toBe(0.75);
		expect(shareOf(secured(4), secured(null))).toBe('unknown');
		expect(shareOf(secured(4), secured(null, 0))).toBe(1);
		expect(shareOf(secured(0, 0))).toBe('unknown');
	});

	test('took on average what all of their calls did, where that is told of all', () => {
		const took = (perSecond: number, meanMs?: number) => ({
			...call('shop/cart', 'shop/checkout', perSecond),
			...(meanMs !== undefined && {meanMs}),
		});
		const meanOf = (...samples: readonly EdgeSample[]) => fold(samples).into.get(checkout)?.edges[0]?.figures.meanMs;
		expect(meanOf(took(3, 20), took(1, 60))).toBe(30);
		expect(meanOf(took(3, 20), took(0))).toBe(20);
		expect(meanOf(took(3, 20), took(1))).toBeNull();
		expect(meanOf(took(0, 20))).toBeNull();
	});
});

describe('of several counts of the same calls one is told', () => {
	const istio = {mesh: 'istio'} as const;
	const linkerd = {mesh: 'linkerd'} as const;
	const nginx = {mesh: 'ingress-nginx'} as const;
	const told = (samples: readonly EdgeSample[], row?: RowTraffic, order: Parameters<typeof foldEdges>[3] = null) => {
		const found = foldEdges(index, samples, row ? new Map([[checkout, row]]) : noRows, order).into.get(checkout);
		return [found?.mesh, found?.edges.map(({figures}) => figures.requestsPerSecond)];
	};
	const both = [
		call('shop/cart', 'shop/checkout', 5, 0, istio),
		call('shop/cart', 'shop/checkout', 6, 0, linkerd),
		call('shop/cart', 'shop/checkout', 90, 0, nginx),
	];

	test('that of the mesh of the row', () => {
		expect(told(both, rowOf(istio))).toEqual(['istio', [5]]);
		expect(told(both, rowOf(linkerd))).toEqual(['linkerd', [6]]);
	});

	test('where that mesh tells no callers, that of the closest one, and of two as close the one that counts more', () => {
		expect(told(both.slice(0, 2), rowOf(nginx))).toEqual(['linkerd', [6]]);
		expect(told(both)).toEqual(['linkerd', [6]]);
		expect(told([both[0], both[2]].flatMap(one => one ?? []))).toEqual(['istio', [5]]);
	});

	test('that of the first mesh in the order that the operator gave', () => {
		expect(told(both, undefined, ['istio', 'linkerd'])).toEqual(['istio', [5]]);
	});

	test('not that of a mesh that counts nothing', () => {
		expect(told([call('shop/cart', 'shop/checkout', 0, 0, istio), ...both.slice(1)], rowOf(istio))).toEqual([
			'linkerd',
			[6],
		]);
	});

	test('from the viewpoint of the row, and from another only where that tells no callers', () => {
		const ofBoth = [
			call('shop/cart', 'shop/checkout-canary', 5),
			call('shop/cart', 'shop/checkout', 7, 0, {viewpoint: 'destination'}),
		];
		expect(told(ofBoth, rowOf({viewpoint: 'source'}))[1]).toEqual([5]);
		expect(told(ofBoth, rowOf({viewpoint: 'destination'}))[1]).toEqual([7]);
		expect(told(ofBoth, rowOf({viewpoint: 'waypoint'}))[1]).toEqual([5]);
		expect(told(ofBoth)[1]).toEqual([5]);
	});
});

test('an application that traces name by itself calls from the row that it is', () => {
	const caller = {namespace: ident(''), service: null, workload: null, version: null};
	const told = {kind: 'application', text: ident('cart'), namespace: null} as const;
	const {into} = fold([{...call('shop/cart', 'shop/checkout', 1), caller: {...caller, told}}]);
	expect(into.get(checkout)?.edges).toMatchObject([{caller: {key: cart, name: 'cart'}}]);
});
