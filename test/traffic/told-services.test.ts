import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {ident} from '../../source/domain/text/safe-text.ts';
import {HTTP_ROUTES} from '../../source/kinds/http-route.ts';
import {SERVICES} from '../../source/kinds/service.ts';
import {indexAnchors} from '../../source/traffic/anchor-index.ts';
import {foldTraffic} from '../../source/traffic/fold-traffic.ts';
import {createToldServices, rulesByService} from '../../source/traffic/told-services.ts';
import {prod} from '../support/prod.ts';
import {checkout, deployment, rollout, service as shopService} from './support/fold-objects.ts';

const service = (namespace: string, name: string, ports = [{name: 'http', port: 8080}]) =>
	v.parse(SERVICES.schema, {metadata: {namespace, name, uid: `${namespace}-${name}`}, spec: {selector: {}, ports}});
const dashed = (text: string, namespace: string | null = null) =>
	({kind: 'dashed', text: ident(text), namespace: namespace === null ? null : ident(namespace)}) as const;
const application = (text: string, namespace: string | null = null) =>
	({kind: 'application', text: ident(text), namespace: namespace === null ? null : ident(namespace)}) as const;
const rule = (at: number) => ({kind: 'route', namespace: ident('shop'), text: ident('checkout'), rule: at}) as const;

const services = [
	service('shop', 'checkout'),
	service('shop', 'checkout-canary'),
	service('shop-eu', 'cart', [{name: 'grpc-web', port: 9090}]),
	service('shop', 'eu-cart', [{name: 'grpc-web', port: 9090}]),
	service('pay', 'checkout'),
];
const route = v.parse(HTTP_ROUTES.schema, {
	metadata: {namespace: 'shop', name: 'checkout', uid: 'route'},
	spec: {
		rules: [
			{backendRefs: [{name: 'checkout', port: 80}]},
			{
				backendRefs: [
					{name: 'checkout-canary', port: 80},
					{name: 'checkout', namespace: 'pay', port: 80},
				],
			},
		],
	},
});
const told = createToldServices({services, releases: [deployment('worker', {})], routes: [route]});

describe('a name of namespace, Service and port with dashes', () => {
	test.each([
		['shop-checkout-8080', ['shop/checkout']],
		['shop-checkout-http', ['shop/checkout']],
		['shop-checkout-canary-http', ['shop/checkout-canary']],
		['shop-checkout-9090', []],
		['shop-checkout', []],
		['shop-eu-cart-grpc-web', ['shop-eu/cart', 'shop/eu-cart'].sort()],
		['', []],
	])('%s means %s', (text, expected) => {
		expect(pathsOf(told(dashed(text)))).toEqual(expected);
	});

	test('means the Services of the whole name where it has no port', () => {
		const withoutPort = (text: string) => pathsOf(told({...dashed(text), isWithoutPort: true}));
		expect(withoutPort('shop-checkout-canary')).toEqual(['shop/checkout-canary']);
		expect(withoutPort('shop-eu-cart')).toEqual(['shop-eu/cart', 'shop/eu-cart'].sort());
		expect(withoutPort('shop-checkout-8080')).toEqual([]);
	});

	test('means one Service where the namespace is told beside it', () => {
		expect(pathsOf(told(dashed('shop-eu-cart-9090', 'shop')))).toEqual(['shop/eu-cart']);
	});
});

describe('a name that an application gives itself', () => {
	test('means the Service of that name in its namespace, and what the metrics alone know where there is none', () => {
		expect(pathsOf(told(application('checkout', 'pay')))).toEqual(['pay/checkout']);
		expect(pathsOf(told(application('unheard', 'pay')))).toEqual(['pay/unheard']);
	});

	test('means without a namespace whatever has the name: a Service, or what runs pods', () => {
		expect(pathsOf(told(application('cart')))).toEqual(['shop-eu/cart']);
		expect(pathsOf(told(application('worker')))).toEqual(['shop/worker']);
		expect(pathsOf(told(application('checkout')))).toEqual(['pay/checkout', 'shop/checkout']);
		expect(told(application('unheard'))).toEqual([]);
	});
});

test('a rule of a route means its backends, and an unknown one nothing', () => {
	expect(pathsOf(told(rule(0)))).toEqual(['shop/checkout']);
	expect(pathsOf(told(rule(1)))).toEqual(['pay/checkout', 'shop/checkout-canary']);
	expect(told(rule(2))).toEqual([]);
	expect(told({...rule(0), text: ident('other')})).toEqual([]);
});

test('one backend of a rule means that one alone, and nothing where it is no Service or not there', () => {
	expect(pathsOf(told({...rule(1), backend: 1}))).toEqual(['pay/checkout']);
	expect(told({...rule(1), backend: 2})).toEqual([]);
	const bucket = v.parse(HTTP_ROUTES.schema, {
		metadata: {namespace: 'shop', name: 'checkout', uid: 'route'},
		spec: {rules: [{backendRefs: [{kind: 'Backend', name: 'bucket'}, {name: 'checkout'}]}]},
	});
	const own = createToldServices({services, releases: [], routes: [bucket]});
	expect(own({...rule(0), backend: 0})).toEqual([]);
	expect(pathsOf(own({...rule(0), backend: 1}))).toEqual(['shop/checkout']);
});

test('the rules that lead to a Service are those of any namespace that name it', () => {
	const rules = rulesByService([route]);
	const own = {namespace: 'shop', name: 'checkout'};
	const [canary, other] = [
		{namespace: 'shop', name: 'checkout-canary'},
		{namespace: 'pay', name: 'checkout'},
	];
	expect(rules.get('shop/checkout')).toEqual([{...own, rule: 0, leadsTo: [own]}]);
	expect(rules.get('pay/checkout')).toEqual([{...own, rule: 1, leadsTo: [canary, other]}]);
	expect(rules.get('shop/cart')).toBeUndefined();
});

describe('series with told names', () => {
	const index = indexAnchors({
		cluster: prod,
		releases: [rollout()],
		services: [
			shopService('checkout', {app: 'checkout'}),
			shopService('checkout-stable', {app: 'checkout'}),
			shopService('checkout-canary', {app: 'checkout'}),
			shopService('cart', {app: 'cart'}),
		],
		routes: [
			v.parse(HTTP_ROUTES.schema, {
				metadata: {namespace: 'shop', name: 'checkout', uid: 'route'},
				spec: {
					rules: [
						{backendRefs: [{name: 'checkout-stable'}, {name: 'checkout-canary'}]},
						{backendRefs: [{name: 'checkout'}, {name: 'cart'}]},
					],
				},
			}),
		],
		namespaces: 'all',
	});
	const sample = (toldName: ReturnType<typeof dashed> | ReturnType<typeof rule>) => ({
		identity: {
			namespace: ident(''),
			service: null,
			workload: null,
			version: null,
			told: toldName,
			isOfAnyVersion: true as const,
		},
		viewpoint: 'source' as const,
		requestsPerSecond: 10,
		errorsPerSecond: 1,
	});

	test('are of the row to which all the backends belong, whose versions they do not tell', () => {
		const {rows, unmatched} = foldTraffic(index, [sample(rule(0))]);
		expect(rows.get(checkout)?.total).toMatchObject({requestsPerSecond: 10, errorsPerSecond: 1});
		expect(rows.get(checkout)?.split).toEqual({
			kind: 'cannotTell',
			because: 'the metrics report 2.8.1 and 2.9.0 under one name',
		});
		expect(unmatched).toBe(0);
	});

	test('are told apart by whether a port is in the name', () => {
		const [withPort, without] = [dashed('shop-cart-http'), {...dashed('shop-cart-http'), isWithoutPort: true as const}];
		expect(foldTraffic(index, [sample(withPort), sample(without)]).unmatched).toBe(1);
		expect(foldTraffic(index, [sample(without), sample(withPort)]).unmatched).toBe(1);
	});

	test('are of the version whose own Service is named', () => {
		const {rows} = foldTraffic(index, [sample(dashed('shop-checkout-canary-80'))]);
		const split = rows.get(checkout)?.split;
		expect(split?.kind === 'known' && [...split.byRevision.values()]).toMatchObject([{requestsPerSecond: 10}]);
	});

	test('are unmatched where several rows may be meant, or none', () => {
		expect(foldTraffic(index, [sample(rule(1)), sample(rule(7)), sample(dashed('shop-other-80'))])).toMatchObject({
			rows: new Map(),
			unmatched: 3,
		});
	});
});

function pathsOf(found: ReturnType<typeof told>): readonly string[] {
	return found.map(({namespace, name}) => `${namespace}/${name}`).sort();
}

test('a version without series is not said to have no requests while a name like its own fits no Service', () => {
	const index = indexAnchors({
		cluster: prod,
		releases: [rollout()],
		services: ['checkout-stable', 'checkout-canary'].map(name => shopService(name, {app: 'checkout'})),
		namespaces: 'all',
	});
	const sample = (text: string, requestsPerSecond = 10) => ({
		identity: {
			namespace: ident('shop'),
			service: null,
			workload: null,
			version: null,
			told: dashed(text),
			isOfAnyVersion: true as const,
		},
		viewpoint: 'source' as const,
		requestsPerSecond,
		errorsPerSecond: 0,
	});
	const splitOf = (text: string, requests = 10) =>
		foldTraffic(index, [sample('shop-checkout-stable-http'), sample(text, requests)]).rows.get(checkout)?.split;
	expect(splitOf('shop-checkout-canary-9999')).toEqual({
		kind: 'cannotTell',
		because: 'the metrics name shop-checkout-canary-9999, which fits no Service of the cluster',
	});
	expect(splitOf('shop-checkout-canary-9999', 0)).toMatchObject({kind: 'known'});
	expect(splitOf('other-cart-9999')).toMatchObject({kind: 'known'});
	expect(splitOf('shop-checkout-canary-http')).toMatchObject({kind: 'known', byRevision: {size: 2}});
});
