import {describe, expect, test} from 'vitest';
import {ident} from '../../source/domain/text/safe-text.ts';
import type {Reading} from '../../source/policies/contract.ts';
import {istioPolicy} from '../../source/policies/istio-policy.ts';
import {snapshotOf} from '../releases/situation.ts';
import {object, recorded, reviews, said} from './policy-scene.ts';

const permissive = 'mTLS: PERMISSIVE: plain text is accepted too';
const strict = (metadata: object = {}, spec: object = {mtls: {mode: 'STRICT'}}) =>
	object('PeerAuthentication', 'default', spec, metadata as {namespace?: string});
const rule = (spec: object, metadata: object = {}, name = 'rule') =>
	object('DestinationRule', name, {host: 'reviews', ...spec}, metadata as {namespace?: string});
const random = {trafficPolicy: {loadBalancer: {simple: 'RANDOM'}}};
const roundRobin = {trafficPolicy: {loadBalancer: {simple: 'ROUND_ROBIN'}}};

test('the recorded route and rule give one line for each concept', () => {
	expect(said(istioPolicy, recorded())).toEqual([
		'route: timeout 10s, 3 retries (2s a try) on 5xx,reset (default)',
		permissive,
		'outliers: out after 5 5xx in a row for 60s, at most 50 %',
		'balancer: least request',
		'pool: 100 connections · 50 pending · 10 requests/connection',
	]);
});

test('a Service that no rule names has no line but that of mutual TLS', () => {
	expect(said(istioPolicy, recorded(), {services: [{namespace: 'test', name: 'details'}]})).toEqual([permissive]);
});

describe('which DestinationRule counts', () => {
	const balancers = (...rules: Parameters<typeof said>[1]) =>
		said(istioPolicy, rules).filter(text => !text.startsWith('mTLS'));

	test('a short host names a Service in the rule’s own namespace, and a host with a dot is taken as it is', () => {
		expect(balancers(rule(random))).toEqual(['balancer: random']);
		expect(balancers(rule(random, {namespace: 'istio-system'}))).toEqual([]);
		expect(balancers(rule({...random, host: 'reviews.test.svc.cluster.local'}))).toEqual(['balancer: random']);
		// Istio does not complete a host that has a dot, so this names another host.
		expect(balancers(rule({...random, host: 'reviews.test'}))).toEqual([]);
	});

	test('a rule for a name goes before one for a wildcard, and a longer wildcard before a shorter', () => {
		const wide = rule({...random, host: '*.local'}, {}, 'wide');
		const close = rule({...roundRobin, host: '*.test.svc.cluster.local'}, {}, 'close');
		expect(balancers(wide)).toEqual(['balancer: random']);
		expect(balancers(wide, close)).toEqual(['balancer: round robin']);
		expect(balancers(wide, close, rule({trafficPolicy: {loadBalancer: {simple: 'PASSTHROUGH'}}}))).toEqual([
			'balancer: passthrough',
		]);
		expect(balancers(rule({...random, host: '*.other.svc.cluster.local'}))).toEqual([]);
	});

	test('a rule of the Service’s namespace goes before one of the mesh; others only count for their own callers', () => {
		const host = 'reviews.test.svc.cluster.local';
		const ofMesh = rule({...random, host}, {namespace: 'istio-system'});
		const ofCallers = rule({...random, host}, {namespace: 'web'});
		expect(balancers(ofMesh)).toEqual(['balancer: random']);
		expect(balancers(ofMesh, rule(roundRobin))).toEqual(['balancer: round robin']);
		expect(balancers(ofCallers)).toEqual(['scope: callers in web have a DestinationRule of their own']);
	});

	test('a rule that is not exported only counts for callers of its own namespace', () => {
		expect(balancers(rule({...random, exportTo: ['.']}))).toEqual([
			'balancer: random',
			'scope: only callers in test follow the DestinationRule',
		]);
		const host = 'reviews.test.svc.cluster.local';
		expect(balancers(rule({...random, host, exportTo: ['.']}, {namespace: 'istio-system'}))).toEqual([]);
	});

	test('a rule for the pods of some callers does not count for the Service', () => {
		expect(balancers(rule({...random, workloadSelector: {matchLabels: {app: 'web'}}}))).toEqual([]);
	});

	test('of several rules for one host the oldest policy counts', () => {
		const old = rule(random, {creationTimestamp: '2026-01-01T00:00:00Z'}, 'old');
		const young = rule(roundRobin, {creationTimestamp: '2026-02-01T00:00:00Z'}, 'young');
		expect(balancers(young, old)).toEqual(['balancer: random']);
	});
});

describe('subsets and ports', () => {
	test('a part that a subset sets replaces that of the host, and the other parts stay', () => {
		const subsets = [
			{name: 'v1', labels: {version: 'v1'}},
			{name: 'v2', labels: {version: 'v2'}, trafficPolicy: {connectionPool: {tcp: {maxConnections: 3}}}},
		];
		const texts = said(istioPolicy, recorded({rule: {subsets}}));
		expect(texts).toContain('pool: v2: 3 connections · v1: 100 connections · 50 pending · 10 requests/connection');
		expect(texts).toContain('balancer: least request');
	});

	test('the settings of a port are shown apart from those of the host', () => {
		const portLevelSettings = [{port: {number: 9080}, loadBalancer: {simple: 'RANDOM'}}];
		expect(said(istioPolicy, [rule({trafficPolicy: {...roundRobin.trafficPolicy, portLevelSettings}})])).toContain(
			'balancer: reviews: round robin · port 9080: random',
		);
	});

	test('rules count for the Service that requests are routed to, not for the one that is called', () => {
		const route = {http: [{route: [{destination: {host: 'reviews-stable'}}, {destination: {host: 'reviews-canary'}}]}]};
		const objects = [...recorded({route}), rule({...random, host: 'reviews-canary'}, {}, 'canary')];
		expect(said(istioPolicy, objects)).toEqual([permissive, 'balancer: reviews-canary: random']);
	});

	test('a subset has its labels, and an unknown one has none', () => {
		expect(istioPolicy.subsetLabels?.(reviews, ident('v2'), snapshotOf(recorded()))).toEqual({version: 'v2'});
		expect(istioPolicy.subsetLabels?.(reviews, ident('v9'), snapshotOf(recorded()))).toBeNull();
	});
});

describe('outlier detection and failover', () => {
	const outliers = (outlierDetection: object) =>
		said(istioPolicy, [rule({trafficPolicy: {outlierDetection}})]).filter(text => text.startsWith('outliers'));

	test('a setting that is left out has Istio’s default', () => {
		expect(outliers({})).toEqual(['outliers: out after 5 5xx in a row for 30s, at most 10 %']);
		expect(outliers({consecutive5xxErrors: 0, consecutiveGatewayErrors: 3, minHealthPercent: 40})).toEqual([
			'outliers: out after 3 gateway errors in a row for 30s, at most 10 %, none below 40 % healthy',
		]);
	});

	test('outlier detection that counts no errors is shown as never ejecting', () => {
		expect(outliers({consecutive5xxErrors: 0})).toEqual(['outliers: ⚠ set, though it never ejects: no error counts']);
	});

	test('failover without outlier detection is shown as doing nothing', () => {
		const loadBalancer = {localityLbSetting: {failover: [{from: 'us-east', to: 'us-west'}]}};
		expect(said(istioPolicy, [rule({trafficPolicy: {loadBalancer}})])).toContain(
			'failover: ⚠ does nothing without outlier detection: us-east → us-west',
		);
		expect(said(istioPolicy, [rule({trafficPolicy: {loadBalancer, outlierDetection: {}}})])).toContain(
			'failover: us-east → us-west',
		);
	});
});

describe('routes', () => {
	const http = (entry: object) => recorded({route: {http: [{route: [{destination: {host: 'reviews'}}], ...entry}]}});
	const routes = (objects: Parameters<typeof said>[1]) =>
		said(istioPolicy, objects).filter(text => /^(?:route|fault)/.test(text));

	test('a fault is shown with its share and the requests that it strikes; without a share it strikes none', () => {
		const abort = {httpStatus: 503, percentage: {value: 10}};
		expect(routes(http({fault: {abort}}))).toEqual(['fault: ✖ FAULT INJECTED: 503 for 10 %']);
		expect(routes(http({fault: {delay: {fixedDelay: '5s', percent: 50}}, match: [{uri: {prefix: '/api'}}]}))).toEqual([
			'fault: ✖ FAULT INJECTED: 5s of delay for 50 % (uri starts with /api)',
		]);
		expect(routes(http({fault: {abort: {httpStatus: 503}}}))).toEqual([]);
	});

	test('no retries and no timeout are shown as settings, and retries without a number as none', () => {
		expect(routes(http({timeout: '0s', retries: {attempts: 0}}))).toEqual(['route: no timeout, no retries']);
		expect(routes(http({retries: {retryOn: '5xx'}}))).toEqual(['route: no retries']);
	});

	test('a route of a gateway names it, and a route that is not exported from another namespace does not count', () => {
		const spec = {http: [{route: [{destination: {host: 'reviews.test.svc.cluster.local'}}], timeout: '1s'}]};
		const elsewhere = (more: object) => [object('VirtualService', 'other', {...spec, ...more}, {namespace: 'edge'})];
		expect(routes(elsewhere({hosts: ['shop.example'], gateways: ['edge/public']}))).toEqual([
			'route: at gateway edge/public: timeout 1s',
		]);
		expect(routes(elsewhere({hosts: ['reviews.test.svc.cluster.local'], exportTo: ['.']}))).toEqual([]);
	});
});

describe('mutual TLS', () => {
	const mtls = (objects: Parameters<typeof said>[1], reading?: (kindId: string, namespace: string) => Reading) =>
		said(istioPolicy, objects, reading ? {reading} : {}).filter(text => text.startsWith('mTLS'));
	const service = object('Service', 'reviews', {selector: {app: 'reviews'}});
	const ofMesh = strict({namespace: 'istio-system'});

	test('the pods’ own rule goes before the namespace’s, that before the mesh’s', () => {
		const ofNamespace = strict({}, {mtls: {mode: 'PERMISSIVE'}});
		const ofPods = strict({name: 'pods'}, {selector: {matchLabels: {app: 'reviews'}}, mtls: {mode: 'DISABLE'}});
		expect(mtls([ofMesh])).toEqual(['mTLS: STRICT (PeerAuthentication istio-system/default)']);
		expect(mtls([ofMesh, ofNamespace])).toEqual([`${permissive} (PeerAuthentication test/default)`]);
		expect(
			mtls([service, ofMesh, ofNamespace, {...ofPods, metadata: {name: 'pods', namespace: 'test', uid: 'p'}}]),
		).toEqual(['mTLS: ⚠ DISABLE: plain text only (PeerAuthentication test/pods)']);
	});

	test('UNSET leaves the mode to the wider rule, and of two rules at one level the older counts', () => {
		expect(mtls([ofMesh, strict({}, {mtls: {mode: 'UNSET'}})])).toEqual([
			'mTLS: STRICT (PeerAuthentication istio-system/default)',
		]);
		const old = object(
			'PeerAuthentication',
			'old',
			{mtls: {mode: 'STRICT'}},
			{creationTimestamp: '2026-01-01T00:00:00Z'},
		);
		const young = object('PeerAuthentication', 'young', {}, {creationTimestamp: '2026-02-01T00:00:00Z'});
		expect(mtls([young, old])).toEqual(['mTLS: STRICT (PeerAuthentication test/old)']);
	});

	test('a rule for other pods does not count, and neither does one with a selector in Istio’s namespace', () => {
		const selector = {matchLabels: {app: 'details'}};
		expect(mtls([service, strict({}, {selector, mtls: {mode: 'STRICT'}})])).toEqual([permissive]);
		const mine = {matchLabels: {app: 'reviews'}};
		expect(mtls([service, strict({namespace: 'istio-system'}, {selector: mine, mtls: {mode: 'STRICT'}})])).toEqual([
			permissive,
		]);
	});

	test('perch says when every request fails because callers send what pods do not take', () => {
		const sends = (mode: string) => rule({trafficPolicy: {tls: {mode}}});
		const takes = (mode: string) => strict({}, {mtls: {mode}});
		expect(mtls([sends('DISABLE'), takes('STRICT')])).toEqual([
			'mTLS: ✖ callers’ DISABLE against STRICT: every request fails'.replace('’', "'"),
		]);
		expect(mtls([sends('ISTIO_MUTUAL'), takes('DISABLE')])).toEqual([
			"mTLS: ✖ callers' ISTIO_MUTUAL against DISABLE: every request fails",
		]);
		expect(mtls([sends('DISABLE'), takes('PERMISSIVE')])).toEqual([
			'mTLS: ⚠ callers send plain text: DestinationRule tls DISABLE',
		]);
		expect(mtls([sends('ISTIO_MUTUAL'), takes('STRICT')])).toEqual(['mTLS: STRICT (PeerAuthentication test/default)']);
	});

	test('the mode is unknown where rules are unread, unless a nearer rule decides; without Istio none is shown', () => {
		const rootUnread = (_kind: string, namespace: string): Reading =>
			namespace === 'istio-system' ? 'unread' : 'read';
		expect(mtls([], rootUnread)).toEqual(['mTLS: not known: PeerAuthentications are not all read']);
		expect(mtls([strict()], rootUnread)).toEqual(['mTLS: STRICT (PeerAuthentication test/default)']);
		const ownUnread = (_kind: string, namespace: string): Reading => (namespace === 'test' ? 'unread' : 'read');
		expect(mtls([ofMesh], ownUnread)).toEqual(['mTLS: not known: PeerAuthentications are not all read']);
		expect(mtls([], () => 'unserved')).toEqual([]);
		expect(mtls([], () => 'reading')).toEqual([]);
	});
});

test('in ambient mode without a waypoint nothing but mutual TLS has an effect', () => {
	const namespace = object('Namespace', 'test', {}, {labels: {'istio.io/dataplane-mode': 'ambient'}});
	expect(said(istioPolicy, [rule(random), namespace])).toEqual([
		permissive,
		'balancer: ⚠ no effect without a waypoint: random',
	]);
	const labels = {'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint'};
	expect(said(istioPolicy, [rule(random), object('Namespace', 'test', {}, {labels})])).toEqual([
		permissive,
		'balancer: random',
	]);
});
