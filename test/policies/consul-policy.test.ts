import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {consulPolicy} from '../../source/policies/consul-policy.ts';
import {said} from './policy-scene.ts';

/** A config entry with the fields of Consul's documentation, as its custom resource writes them. */
function entry(kind: string, name: string, spec: object, namespace = 'test'): RawObject {
	return {
		apiVersion: 'consul.hashicorp.com/v1alpha1',
		kind,
		metadata: {name, namespace, uid: `${kind}/${name}`},
		spec,
	} as unknown as RawObject;
}

const speaks = (service: string, ...objects: readonly RawObject[]) =>
	said(consulPolicy, objects, {services: [{namespace: 'test', name: service}]});

test('a service without config entries, or with those of another one, says nothing', () => {
	expect(speaks('web')).toEqual([]);
	const other = {connectTimeout: '15s'};
	expect(speaks('web', entry('ServiceResolver', 'api', other))).toEqual([]);
	expect(speaks('web', entry('ServiceResolver', 'web', other, 'elsewhere'))).toEqual([]);
	expect(speaks('web', entry('ServiceDefaults', 'web', {protocol: 'http'}))).toEqual([]);
});

describe('a ServiceRouter', () => {
	test('gives timeouts and retries, and which requests they are of', () => {
		const routes = [
			{destination: {service: 'api', numRetries: 3, retryOnStatusCodes: [500, 503]}},
			{
				match: {http: {pathPrefix: '/coffees', methods: ['GET'], header: [{name: 'x-debug', exact: '1'}]}},
				destination: {requestTimeout: '10s', retryOnConnectFailure: true},
			},
			{match: {http: {pathExact: '/admin'}}, destination: {service: 'admin'}},
		];
		expect(speaks('api', entry('ServiceRouter', 'api', {routes}))).toEqual([
			'route: 3 retries on 500,503 · timeout 10s, 1 retry on connect-failure (GET /coffees… header x-debug)',
		]);
	});
});

describe('a ServiceResolver', () => {
	test('gives where calls fail over to, how they are balanced, and its timeouts', () => {
		const spec = {
			connectTimeout: '15s',
			requestTimeout: '20s',
			failover: {'*': {datacenters: ['dc3', 'dc4']}, v2: {service: 'web-backup', serviceSubset: 'v1'}},
			loadBalancer: {policy: 'maglev', hashPolicies: [{field: 'header', fieldValue: 'x-user-id'}]},
		};
		expect(speaks('web', entry('ServiceResolver', 'web', spec))).toEqual([
			'route: timeout 20s',
			'failover: to datacenter dc3, then datacenter dc4 · v2: to web-backup subset v1',
			'balancer: by hash of header x-user-id',
			'pool: 15s to connect',
		]);
		const least = entry('ServiceResolver', 'web', {loadBalancer: {policy: 'least_request'}});
		expect(speaks('web', least)).toEqual(['balancer: least request']);
		const targets = entry('ServiceResolver', 'web', {
			failover: {'*': {targets: [{peer: 'cluster-02'}, {service: 'b'}]}},
		});
		expect(speaks('web', targets)).toEqual(['failover: to peer cluster-02, then b']);
	});

	test('that redirects says so, and nothing else of it counts', () => {
		const spec = {redirect: {service: 'web', datacenter: 'dc2'}, connectTimeout: '15s'};
		expect(speaks('web-dc2', entry('ServiceResolver', 'web-dc2', spec))).toEqual([
			'route: every call goes to web in datacenter dc2',
		]);
	});
});

describe('ServiceDefaults', () => {
	test('of the service give its limits, its own timeout, and plain text that it accepts', () => {
		const spec = {
			protocol: 'http',
			mutualTLSMode: 'permissive',
			maxInboundConnections: 64,
			localRequestTimeoutMs: 3000,
			rateLimits: {instanceLevel: {requestsPerSecond: 1234, requestsMaxBurst: 2345}},
		};
		expect(speaks('web', entry('ServiceDefaults', 'web', spec))).toEqual([
			'route: timeout 3000ms at its pods',
			'limit: 1234 requests/s for each pod, 64 connections for each pod',
			'mTLS: permissive: plain text is accepted too, and no intention holds for it',
		]);
	});

	const counting = (more: object) =>
		entry('ServiceDefaults', 'counting', {upstreamConfig: {overrides: [{name: 'dashboard', ...more}]}});

	test('of a caller give how it calls the service that it names', () => {
		const limits = {maxConnections: 512, maxPendingRequests: 512, maxConcurrentRequests: 512};
		const more = {limits, connectTimeoutMs: 3000, passiveHealthCheck: {interval: '10s', maxFailures: 3}};
		expect(speaks('dashboard', counting(more))).toEqual([
			'pool: counting: 512 connections, 512 pending, 512 requests at once, 3000 ms to connect',
			'outliers: counting: out after 3 5xx in a row for 30s, at most 10 %',
		]);
		expect(speaks('counting', counting(more))).toEqual([]);
	});

	test('warn of a passive health check that never ejects', () => {
		expect(speaks('dashboard', counting({passiveHealthCheck: {maxFailures: 3, enforcingConsecutive5xx: 0}}))).toEqual([
			'outliers: ⚠ counting: set, though it never ejects: enforcingConsecutive5xx is 0',
		]);
	});
});

describe('ServiceIntentions', () => {
	const intentions = (name: string, sources: readonly object[], destination = name) =>
		entry('ServiceIntentions', name, {destination: {name: destination}, sources});

	test('tell who is denied, and what only some requests may', () => {
		const rest = intentions('api', [
			{
				name: 'admin-dashboard',
				permissions: [{action: 'allow', http: {pathPrefix: '/v2', methods: ['GET', 'PUT']}}],
			},
			{name: 'report-generator', permissions: [{action: 'deny', http: {pathExact: '/v2/x'}}, {action: 'allow'}]},
			{name: 'web', action: 'allow'},
			{name: '*', action: 'deny'},
		]);
		expect(speaks('api', rest)).toEqual([
			'access: admin-dashboard: allow GET,PUT /v2… · report-generator: deny /v2/x, allow everything · others denied',
		]);
	});

	test('of every service hold where the service has none of its own', () => {
		const all = intentions('deny-all', [{name: '*', action: 'deny'}], '*');
		expect(speaks('web', all)).toEqual(['access: others denied']);
		expect(speaks('web', all, intentions('web', [{name: 'api', action: 'allow'}]))).toEqual([]);
	});
});
