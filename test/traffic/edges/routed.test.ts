import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {HTTP_ROUTES} from '../../../source/kinds/http-route.ts';
import {VIRTUAL_SERVICES} from '../../../source/kinds/virtual-service.ts';
import {routedTo} from '../../../source/traffic/edges/routed.ts';

const checkout = [
	{namespace: 'shop', name: 'checkout'},
	{namespace: 'shop', name: 'checkout-canary'},
];

const virtualService = (spec: object) =>
	v.parse(VIRTUAL_SERVICES.schema, {metadata: {name: 'public', namespace: 'shop', uid: 'u'}, spec});
const httpRoute = (spec: object) =>
	v.parse(HTTP_ROUTES.schema, {metadata: {name: 'public', namespace: 'shop', uid: 'u'}, spec});
const toCheckout = [{route: [{destination: {host: 'checkout'}}]}];
const ofIstio = (spec: object) => routedTo(checkout, {virtualServices: [virtualService(spec)], httpRoutes: []});
const ofGateway = (spec: object) => routedTo(checkout, {virtualServices: [], httpRoutes: [httpRoute(spec)]});

describe('a VirtualService leads to a row', () => {
	const by = 'VirtualService shop/public';

	test('from a host of its own', () => {
		const hosts = ['shop.example.com', 'www.example.com'];
		expect(ofIstio({hosts, gateways: ['istio-system/public'], http: toCheckout})).toEqual([
			{from: 'host shop.example.com and 1 more', by},
		]);
	});

	test('from its gateway, where it is for every host', () => {
		expect(ofIstio({hosts: ['*'], gateways: ['istio-system/public'], http: toCheckout})).toEqual([
			{from: 'gateway istio-system/public', by},
		]);
	});

	test('but not where it only divides the calls to the row itself', () => {
		expect(ofIstio({hosts: ['checkout'], gateways: ['mesh'], http: toCheckout})).toEqual([]);
		expect(ofIstio({hosts: ['checkout.shop.svc.cluster.local'], http: toCheckout})).toEqual([]);
		expect(ofIstio({hosts: ['pay'], http: toCheckout})).toEqual([]);
	});

	test('but not where it leads elsewhere, or answers itself', () => {
		const hosts = ['shop.example.com'];
		expect(ofIstio({hosts, http: [{route: [{destination: {host: 'cart'}}]}]})).toEqual([]);
		expect(ofIstio({hosts, http: [{redirect: {}, route: [{destination: {host: 'checkout'}}]}]})).toEqual([]);
	});
});

describe('an HTTPRoute leads to a row', () => {
	const by = 'HTTPRoute shop/public';
	const rules = [{backendRefs: [{name: 'checkout-canary', port: 80}]}];

	test('from a host, or from the gateway that it hangs on', () => {
		const parentRefs = [{name: 'edge', namespace: 'infra'}];
		expect(ofGateway({parentRefs, hostnames: ['shop.example.com'], rules})).toEqual([
			{from: 'host shop.example.com', by},
		]);
		expect(ofGateway({parentRefs, rules})).toEqual([{from: 'gateway infra/edge', by}]);
	});

	test('but not where its parent is a Service: it is for callers inside the mesh', () => {
		expect(ofGateway({parentRefs: [{kind: 'Service', name: 'checkout'}], rules})).toEqual([]);
	});

	test('but not where it leads to a Service of that name elsewhere', () => {
		const elsewhere = [{backendRefs: [{name: 'checkout', namespace: 'other'}]}];
		expect(ofGateway({parentRefs: [{name: 'edge'}], rules: elsewhere})).toEqual([]);
	});
});
