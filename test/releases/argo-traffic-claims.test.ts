import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import type {ObjectRef, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {ROLLOUTS, type RolloutObject} from '../../source/kinds/argo-rollouts/rollout.ts';
import {claimedBy} from '../../source/releases/claims/route-claims.ts';
import {prod} from '../support/prod.ts';
import type {Mutable} from './changed.ts';
import {rawOf, readSituation} from './situation.ts';

const services = 'services';
const virtualServices = 'virtualservices.networking.istio.io';

/** The owner of this object, found with this Rollout alone. */
function ownerOf(rollout: RolloutObject, kindId: string, name: string, namespace = 'shop') {
	return claimedBy(prod, [rollout], {kindId, namespace, name} satisfies ObjectRef, {});
}

function recorded(name: string, change: (rollout: Mutable) => void = () => {}): RolloutObject {
	const raw = structuredClone(rawOf(readSituation(name).objects, 'Rollout')) as unknown as Mutable;
	change(raw);
	return v.parse(ROLLOUTS.schema, raw);
}

/** The recorded canary with another router, as the documentation of Argo Rollouts writes it. */
function routed(trafficRouting: RawObject): RolloutObject {
	return recorded('argo-canary/02-paused-at-step-1', ({spec}) => {
		spec.strategy.canary = {...spec.strategy.canary, trafficRouting};
	});
}

const checkout = {owner: 'Rollout checkout', release: 'release:prod/rollouts.argoproj.io/shop/checkout'};

describe('a recorded Rollout owns', () => {
	test.each([
		[virtualServices, 'checkout'],
		[services, 'checkout-stable'],
		[services, 'checkout-canary'],
	])('%s %s', (kindId, name) => {
		expect(ownerOf(recorded('argo-canary/02-paused-at-step-1'), kindId, name)).toEqual(checkout);
	});

	test('no object of the same name in another namespace, and none of another name', () => {
		const rollout = recorded('argo-canary/02-paused-at-step-1');
		expect(ownerOf(rollout, virtualServices, 'checkout', 'other')).toBeNull();
		expect(ownerOf(rollout, services, 'checkout-canary-2')).toBeNull();
		expect(ownerOf(rollout, 'destinationrules.networking.istio.io', 'checkout')).toBeNull();
	});

	test('the active and the preview Service of a blue/green', () => {
		const rollout = recorded('argo-bluegreen/01-healthy');
		expect(ownerOf(rollout, services, 'frontend')?.owner).toBe('Rollout frontend');
		expect(ownerOf(rollout, services, 'frontend-preview')?.owner).toBe('Rollout frontend');
	});
});

describe('a Rollout with another router owns', () => {
	test.each<[string, RawObject, string, string, string]>([
		['a VirtualService elsewhere', {istio: {virtualService: {name: 'web.edge'}}}, virtualServices, 'edge', 'web'],
		[
			'one of several VirtualServices',
			{istio: {virtualServices: [{name: 'a'}, {name: 'b', routes: ['primary']}]}},
			virtualServices,
			'shop',
			'b',
		],
		[
			'a DestinationRule',
			{istio: {destinationRule: {name: 'rule', canarySubsetName: 'c', stableSubsetName: 's'}}},
			'destinationrules.networking.istio.io',
			'shop',
			'rule',
		],
		['a TrafficSplit by name', {smi: {trafficSplitName: 'split'}}, 'trafficsplits.split.smi-spec.io', 'shop', 'split'],
		['a TrafficSplit without one', {smi: {}}, 'trafficsplits.split.smi-spec.io', 'shop', 'checkout'],
		[
			'an HTTPRoute of the plugin',
			{plugins: {'argoproj-labs/gatewayAPI': {httpRoute: 'r', namespace: 'edge'}}},
			'httproutes.gateway.networking.k8s.io',
			'edge',
			'r',
		],
		[
			'one of several GRPCRoutes',
			{plugins: {'argoproj-labs/gatewayAPI': {grpcRoutes: [{name: 'g1'}, {name: 'g2', useHeaderRoutes: true}]}}},
			'grpcroutes.gateway.networking.k8s.io',
			'shop',
			'g2',
		],
		['the Ingress of an ALB', {alb: {ingress: 'in', servicePort: 80}}, 'ingresses.networking.k8s.io', 'shop', 'in'],
		['the stable Ingress of nginx', {nginx: {stableIngresses: ['in']}}, 'ingresses.networking.k8s.io', 'shop', 'in'],
		[
			'the Ingress that it makes beside that',
			{nginx: {stableIngress: 'in'}},
			'ingresses.networking.k8s.io',
			'shop',
			'checkout-in-canary',
		],
		[
			'a TraefikService',
			{traefik: {weightedTraefikServiceName: 'weighted'}},
			'traefikservices.traefik.io',
			'shop',
			'weighted',
		],
		[
			'the ServiceSplitter of the Consul plugin',
			{plugins: {'hashicorp/consul': {serviceName: 'web', canarySubsetName: 'c', stableSubsetName: 's'}}},
			'servicesplitters.consul.hashicorp.com',
			'shop',
			'web',
		],
	])('%s', (_what, trafficRouting, kindId, namespace, name) => {
		expect(ownerOf(routed(trafficRouting), kindId, name, namespace)).toEqual(checkout);
		expect(ownerOf(routed({}), kindId, name, namespace)).toBeNull();
	});

	test('the Services that change places', () => {
		const rollout = recorded('argo-canary/02-paused-at-step-1', ({spec}) => {
			spec.strategy.canary = {
				...spec.strategy.canary,
				pingPong: {pingService: 'checkout-ping', pongService: 'checkout-pong'},
			};
		});
		expect(ownerOf(rollout, services, 'checkout-ping')).toEqual(checkout);
		expect(ownerOf(rollout, services, 'checkout-pong')).toEqual(checkout);
	});
});

describe('the mark that the controller leaves', () => {
	const marked = {'argo-rollouts.argoproj.io/managed-by-rollouts': ident('checkout')};
	const rule = {kindId: 'destinationrules.networking.istio.io', namespace: 'shop', name: 'rule'};

	test('names the Rollout where the Rollout does not name the object', () => {
		expect(claimedBy(prod, [recorded('argo-canary/02-paused-at-step-1')], rule, marked)).toEqual(checkout);
	});

	test('holds where the Rollout cannot be read, which is then no release of perch', () => {
		expect(claimedBy(prod, [], rule, marked)).toEqual({owner: 'Rollout checkout', release: null});
	});
});
