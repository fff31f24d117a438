import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {httpRoute} from '../../source/releases/routes/kinds/http-route.ts';
import {serviceSplitter} from '../../source/releases/routes/kinds/service-splitter.ts';
import {trafficSplit} from '../../source/releases/routes/kinds/traffic-split.ts';
import {virtualService} from '../../source/releases/routes/kinds/virtual-service.ts';
import type {Scene} from './operator.ts';
import {routeSceneFrom} from './route-scene.ts';

/** A workload behind one of the two Services, by its containers: name → image. */
export type Containers = Readonly<Record<string, string>>;

function behind(name: string, containers: Containers, labels: Readonly<Record<string, string>> = {}): RawObject[] {
	const metadata = {name, namespace: 'strangle', uid: `uid-${name}`};
	const all = {app: name, ...labels};
	return [
		{apiVersion: 'v1', kind: 'Service', metadata, spec: {selector: {app: name}}},
		{
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata,
			spec: {
				replicas: 2,
				selector: {matchLabels: {app: name}},
				template: {
					metadata: {labels: all},
					spec: {containers: Object.entries(containers).map(([container, image]) => ({name: container, image}))},
				},
			},
			status: {readyReplicas: 2},
		},
	];
}

export const [old, young] = ['orders-classic', 'orders-next'];
export const head = (kind: string, apiVersion: string) => ({
	apiVersion,
	kind,
	metadata: {name: 'orders', namespace: 'strangle', uid: 'uid-orders', generation: 1},
});

/** 95 % to the first Service, 5 % to the second, in each kind of route that names Services. */
export const routes: readonly (readonly [string, ReleaseBackend, RawObject])[] = [
	[
		'VirtualService',
		virtualService as unknown as ReleaseBackend,
		{
			...head('VirtualService', 'networking.istio.io/v1'),
			spec: {
				hosts: [old],
				http: [
					{
						route: [
							{destination: {host: old}, weight: 95},
							{destination: {host: young}, weight: 5},
						],
					},
				],
			},
		},
	],
	[
		'HTTPRoute',
		httpRoute as unknown as ReleaseBackend,
		{
			...head('HTTPRoute', 'gateway.networking.k8s.io/v1'),
			spec: {
				parentRefs: [{name: 'public'}],
				rules: [
					{
						backendRefs: [
							{name: old, port: 80, weight: 95},
							{name: young, port: 80, weight: 5},
						],
					},
				],
			},
		},
	],
	[
		'TrafficSplit',
		trafficSplit as unknown as ReleaseBackend,
		{
			...head('TrafficSplit', 'split.smi-spec.io/v1alpha2'),
			spec: {
				service: 'orders',
				backends: [
					{service: old, weight: 95},
					{service: young, weight: 5},
				],
			},
		},
	],
	[
		'ServiceSplitter',
		serviceSplitter as unknown as ReleaseBackend,
		{
			...head('ServiceSplitter', 'consul.hashicorp.com/v1alpha1'),
			spec: {
				splits: [
					{service: old, weight: 95},
					{service: young, weight: 5},
				],
			},
		},
	],
];

export function ordersScene(
	first: Containers,
	second: Containers,
	labels: readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>] = [{}, {}],
	[, backend, route] = routes[0] as (typeof routes)[number],
): Scene {
	const objects = [route, ...behind(old, first, labels[0]), ...behind(young, second, labels[1])];
	return routeSceneFrom(backend, objects, Date.parse('2026-11-29T05:00:00Z'));
}

export function rolesOf({release}: Scene): string {
	const name = (key: string | null) => key?.slice(key.indexOf('@') + 1) ?? 'unknown';
	return `${name(release.stable)} → ${name(release.canary)}`;
}

export const forward = `${old} → ${young}`;
export const backward = `${young} → ${old}`;
export const unknown = 'unknown → unknown';
