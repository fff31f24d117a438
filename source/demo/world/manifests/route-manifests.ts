import {withRouteDefaults} from '../../api/write/route-defaults.ts';
import type {KubeObject, ResourceId} from '../../contract.ts';
import type {Stored} from './manifests.ts';

/** The weights of the two destinations, the older version first. */
export type Weights = readonly [number, number];

const namespace = 'routes';

export function virtualService(name: string, http: readonly object[]): Stored {
	return route('virtualservices.networking.istio.io', 'networking.istio.io/v1', 'VirtualService', name, {
		hosts: [name],
		http,
	});
}

/** The destinations of the two versions of one host. */
export function subsetRoute(host: string, [v1, v2]: Weights): readonly object[] {
	return [
		{destination: {host, subset: 'v1'}, weight: v1},
		{destination: {host, subset: 'v2'}, weight: v2},
	];
}

export function destinationRule(name: string): Stored {
	return route('destinationrules.networking.istio.io', 'networking.istio.io/v1', 'DestinationRule', name, {
		host: name,
		subsets: ['v1', 'v2'].map(version => ({labels: {version}, name: version})),
		trafficPolicy: {
			connectionPool: {http: {http1MaxPendingRequests: 50, maxRequestsPerConnection: 10}, tcp: {maxConnections: 100}},
			loadBalancer: {simple: 'LEAST_REQUEST'},
			outlierDetection: {baseEjectionTime: '60s', consecutive5xxErrors: 5, interval: '30s', maxEjectionPercent: 50},
			tls: {mode: 'ISTIO_MUTUAL'},
		},
	});
}

export function httpRoute(name: string, weights: Weights): Stored {
	const spec = gatewaySpec(name, '', weights);
	return route('httproutes.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'HTTPRoute', name, spec);
}

export function grpcRoute(name: string, weights: Weights): Stored {
	const spec = gatewaySpec(name, '', weights);
	return route('grpcroutes.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'GRPCRoute', name, spec);
}

export function linkerdRoute(name: string, weights: Weights): Stored {
	const spec = gatewaySpec(name, 'core', weights);
	return route('httproutes.policy.linkerd.io', 'policy.linkerd.io/v1beta3', 'HTTPRoute', name, spec);
}

export function serviceProfile(service: string): Stored {
	const name = `${service}.${namespace}.svc.cluster.local`;
	const condition = {method: 'GET', pathRegex: `/${service}/[^/]*`};
	return route('serviceprofiles.linkerd.io', 'linkerd.io/v1alpha2', 'ServiceProfile', name, {
		routes: [{condition, name: `GET /${service}/{id}`}],
	});
}

export function trafficSplit(name: string, [stable, canary]: Weights): Stored {
	return route('trafficsplits.split.smi-spec.io', 'split.smi-spec.io/v1alpha2', 'TrafficSplit', name, {
		backends: [
			{service: `${name}-stable`, weight: stable},
			{service: `${name}-canary`, weight: canary},
		],
		service: name,
	});
}

export function serviceSplitter(name: string, [v1, v2]: Weights): Stored {
	return route('servicesplitters.consul.hashicorp.com', 'consul.hashicorp.com/v1alpha1', 'ServiceSplitter', name, {
		splits: [
			{serviceSubset: 'v1', weight: v1},
			{serviceSubset: 'v2', weight: v2},
		],
	});
}

export function serviceResolver(name: string): Stored {
	return route('serviceresolvers.consul.hashicorp.com', 'consul.hashicorp.com/v1alpha1', 'ServiceResolver', name, {
		defaultSubset: 'v1',
		subsets: {v1: {filter: 'Service.Meta.version == v1'}, v2: {filter: 'Service.Meta.version == v2'}},
	});
}

/** The Ingress of a service, and the one that ingress-nginx takes a share of its requests for. */
export function ingresses(name: string, canaryWeight: number): readonly Stored[] {
	const annotations = {
		'nginx.ingress.kubernetes.io/canary': 'true',
		'nginx.ingress.kubernetes.io/canary-weight': String(canaryWeight),
	};
	return [
		ingress(name, {
			host: `${name}.example.com`,
			service: `${name}-stable`,
			annotations: {
				'nginx.ingress.kubernetes.io/limit-rps': '50',
				'nginx.ingress.kubernetes.io/proxy-read-timeout': '10',
			},
		}),
		ingress(`${name}-next`, {host: `${name}.example.com`, service: `${name}-canary`, annotations}),
	];
}

function ingress(
	name: string,
	{
		host,
		service,
		annotations,
	}: {readonly host: string; readonly service: string; readonly annotations?: Readonly<Record<string, string>>},
): Stored {
	const backend = {service: {name: service, port: {number: 80}}};
	const {resource, object} = route('ingresses.networking.k8s.io', 'networking.k8s.io/v1', 'Ingress', name, {
		ingressClassName: 'nginx',
		rules: [{host, http: {paths: [{backend, path: '/', pathType: 'Prefix'}]}}],
	});
	return {resource, object: {...object, metadata: {...object.metadata, ...(annotations && {annotations})}}};
}

/** The object as if `kubectl apply`, or a tool that applies like it, had sent it. */
export function applied({resource, object}: Stored): Stored {
	const {annotations = {}, ...metadata} = object.metadata;
	const sent = {...object, metadata: {annotations, ...metadata}};
	const lastApplied = {'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify(sent)}\n`};
	const known = {...object, metadata: {...object.metadata, annotations: {...annotations, ...lastApplied}}};
	return {resource, object: withRouteDefaults(resource, known)};
}

function gatewaySpec(name: string, group: string, [v1, v2]: Weights): object {
	return {
		parentRefs: [{group, kind: 'Service', name, port: 80}],
		rules: [
			{
				backendRefs: [
					{name: `${name}-v1`, port: 80, weight: v1},
					{name: `${name}-v2`, port: 80, weight: v2},
				],
			},
		],
	};
}

function route(resource: ResourceId, apiVersion: string, kind: string, name: string, spec: object): Stored {
	const object: KubeObject = {apiVersion, kind, metadata: {name, namespace}, spec};
	return {resource, object};
}
