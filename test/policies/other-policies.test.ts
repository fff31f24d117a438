import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {gatewayPolicy} from '../../source/policies/gateway-policy.ts';
import {linkerdPolicy} from '../../source/policies/linkerd-policy.ts';
import {readSituation} from '../releases/situation.ts';
import {said} from './policy-scene.ts';

const details = {namespace: 'test', name: 'details'};

/** The recorded HTTPRoute of details, its rule with these fields besides. */
function httpRoute(rule: object, spec: object = {}): readonly RawObject[] {
	return readSituation('routes/gateway-api').objects.map(object => {
		const own = object.spec as {readonly rules: readonly object[]};
		const rules = own.rules.map(one => ({...one, ...rule}));
		return {...object, spec: {...own, rules, ...spec}} as unknown as RawObject;
	});
}

describe('the Gateway API', () => {
	const limits = {timeouts: {request: '10s', backendRequest: '2s'}, retry: {attempts: 3, codes: [502, 503]}};

	test('gives the timeouts and retries of a route for the Service that is called', () => {
		expect(said(gatewayPolicy, httpRoute({}), {services: [details]})).toEqual([]);
		expect(said(gatewayPolicy, httpRoute(limits), {services: [details]})).toEqual([
			'route: timeout 10s, 2s a try, 3 retries on 502,503 (HTTPRoute details)',
		]);
	});

	test('counts a route of a gateway for the Services that it leads to, but not a route of another Service', () => {
		const atGateway = {parentRefs: [{group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public'}]};
		const services = [{namespace: 'test', name: 'details-v2'}];
		expect(said(gatewayPolicy, httpRoute(limits, atGateway), {services})).toHaveLength(1);
		expect(said(gatewayPolicy, httpRoute(limits), {services})).toEqual([]);
		expect(said(gatewayPolicy, httpRoute(limits), {services: [{namespace: 'other', name: 'details'}]})).toEqual([]);
	});
});

describe('Linkerd', () => {
	const profile = (spec: object, name = 'details.test.svc.cluster.local') =>
		({
			apiVersion: 'linkerd.io/v1alpha2',
			kind: 'ServiceProfile',
			metadata: {name, namespace: 'test'},
			spec,
		}) as RawObject;
	const service = (annotations: Readonly<Record<string, string>>) =>
		({apiVersion: 'v1', kind: 'Service', metadata: {...details, annotations}, spec: {}}) as RawObject;
	const speaks = (...objects: readonly RawObject[]) => said(linkerdPolicy, objects, {services: [details]});

	test('gives the routes of a ServiceProfile and its retry budget', () => {
		const routes = [
			{name: 'GET /details/{id}', timeout: '300ms', isRetryable: true},
			{name: 'POST /details', condition: {}},
		];
		expect(speaks(profile({routes, retryBudget: {retryRatio: 0.2}}))).toEqual([
			'route: timeout 300ms, retried (GET /details/{id}) · at most 20 % of requests retried',
		]);
		expect(speaks(profile({routes: [{name: 'GET /'}]}))).toEqual([]);
		expect(speaks(profile({routes}, 'ratings.test.svc.cluster.local'))).toEqual([]);
	});

	test('gives the annotations of the Service, but a profile goes before those about routes', () => {
		const annotated = service({
			'retry.linkerd.io/http': '5xx',
			'retry.linkerd.io/limit': '2',
			'timeout.linkerd.io/request': '1s',
			'balancer.linkerd.io/failure-accrual': 'consecutive',
		});
		const breaker = 'outliers: out after 7 failures in a row for 1s to 1m';
		expect(speaks(annotated)).toEqual(['route: timeout 1s, 2 retries on 5xx', breaker]);
		expect(speaks(annotated, profile({routes: [{name: 'a', timeout: '5s'}]}))).toEqual([
			'route: timeout 5s (a)',
			breaker,
		]);
		expect(speaks(service({}))).toEqual([]);
	});
});
