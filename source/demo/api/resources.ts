import type {ResourceId} from '../contract.ts';

/** One kind that the API server stores and serves. */
export interface Resource {
	readonly id: ResourceId;
	/** Empty for the core group. */
	readonly group: string;
	/** The served versions; all show the same objects. The first is preferred, and is the stored one. */
	readonly versions: readonly string[];
	readonly plural: string;
	readonly singular: string;
	readonly kind: string;
	readonly isNamespaced: boolean;
	/** Custom resources differ on the wire: no strategic merge, `kind` on list items, other managedFields. */
	readonly isCustom: boolean;
	readonly shortNames: readonly string[];
	readonly categories: readonly string[];
	readonly subresources: readonly ('status' | 'scale')[];
	/** Which changes raise `metadata.generation`: those of the spec; for Deployments those of their annotations too;
	 * anything outside metadata (kinds without a status subresource); or the kind has no generation at all. */
	readonly generation: 'spec' | 'spec and annotations' | 'content' | 'none';
}

interface Options {
	readonly versions?: readonly string[];
	readonly singular?: string;
	readonly short?: readonly string[];
	readonly categories?: readonly string[];
	readonly sub?: Resource['subresources'];
	readonly generation?: Resource['generation'];
	readonly isClusterScoped?: boolean;
}

const all = ['all'];
const istio = {
	versions: ['v1', 'v1beta1', 'v1alpha3'],
	categories: ['istio-io', 'networking-istio-io'],
	sub: ['status'],
} as const satisfies Options;
const gatewayApi = {
	versions: ['v1', 'v1beta1'],
	categories: ['gateway-api'],
	sub: ['status'],
} as const satisfies Options;
const consul = {versions: ['v1alpha1'], sub: ['status']} as const satisfies Options;
const flagger = {versions: ['v1beta1'], categories: all, sub: ['status']} as const satisfies Options;
const workload = {categories: all, sub: ['status', 'scale'], generation: 'spec'} as const satisfies Options;

/** The resources that the demo shop's cluster serves: Kubernetes, Argo Rollouts, Flagger, Istio and every other
 * kind of route. To serve more, pass a longer list to `createApiServer`. */
export const shopResources: readonly Resource[] = [
	builtIn('', 'Namespace', {short: ['ns'], sub: ['status'], isClusterScoped: true}),
	builtIn('', 'Node', {short: ['no'], sub: ['status'], isClusterScoped: true}),
	builtIn('', 'Pod', {short: ['po'], categories: all, sub: ['status'], generation: 'spec'}),
	builtIn('', 'Service', {short: ['svc'], categories: all, sub: ['status']}),
	builtIn('', 'Endpoints', {singular: 'endpoints', short: ['ep']}),
	builtIn('', 'Event', {short: ['ev']}),
	builtIn('apps', 'ControllerRevision'),
	builtIn('apps', 'DaemonSet', {short: ['ds'], categories: all, sub: ['status'], generation: 'spec'}),
	builtIn('apps', 'Deployment', {...workload, short: ['deploy'], generation: 'spec and annotations'}),
	builtIn('apps', 'ReplicaSet', {...workload, short: ['rs']}),
	builtIn('apps', 'StatefulSet', {...workload, short: ['sts']}),
	builtIn('autoscaling', 'HorizontalPodAutoscaler', {
		versions: ['v2'],
		short: ['hpa'],
		categories: all,
		sub: ['status'],
	}),
	builtIn('discovery.k8s.io', 'EndpointSlice', {generation: 'content'}),
	builtIn('networking.k8s.io', 'Ingress', {short: ['ing'], sub: ['status'], generation: 'spec'}),
	custom('argoproj.io', 'AnalysisTemplate', {versions: ['v1alpha1'], short: ['at']}),
	custom('argoproj.io', 'Experiment', {versions: ['v1alpha1'], short: ['exp']}),
	custom('argoproj.io', 'AnalysisRun', {versions: ['v1alpha1'], short: ['ar']}),
	custom('argoproj.io', 'ClusterAnalysisTemplate', {versions: ['v1alpha1'], short: ['cat'], isClusterScoped: true}),
	custom('argoproj.io', 'Rollout', {versions: ['v1alpha1'], short: ['ro'], sub: ['status', 'scale']}),
	custom('networking.istio.io', 'VirtualService', {...istio, short: ['vs']}),
	custom('networking.istio.io', 'WorkloadGroup', {...istio, short: ['wg']}),
	custom('networking.istio.io', 'DestinationRule', {...istio, short: ['dr']}),
	custom('networking.istio.io', 'ServiceEntry', {...istio, short: ['se']}),
	custom('networking.istio.io', 'Sidecar', istio),
	custom('networking.istio.io', 'Gateway', {...istio, short: ['gw']}),
	custom('networking.istio.io', 'WorkloadEntry', {...istio, short: ['we']}),
	custom('security.istio.io', 'PeerAuthentication', {
		versions: ['v1', 'v1beta1'],
		short: ['pa'],
		categories: ['istio-io', 'security-istio-io'],
		sub: ['status'],
	}),
	custom('gateway.networking.k8s.io', 'HTTPRoute', gatewayApi),
	custom('gateway.networking.k8s.io', 'GRPCRoute', {...gatewayApi, versions: ['v1']}),
	custom('policy.linkerd.io', 'HTTPRoute', {versions: ['v1beta3', 'v1beta2', 'v1beta1', 'v1alpha1'], sub: ['status']}),
	custom('linkerd.io', 'ServiceProfile', {versions: ['v1alpha2', 'v1alpha1'], short: ['sp']}),
	custom('split.smi-spec.io', 'TrafficSplit', {versions: ['v1alpha2', 'v1alpha1'], short: ['ts']}),
	custom('consul.hashicorp.com', 'ServiceSplitter', {...consul, short: ['service-splitter']}),
	custom('consul.hashicorp.com', 'ServiceResolver', {...consul, short: ['service-resolver']}),
	custom('argoproj.io', 'Application', {versions: ['v1alpha1'], short: ['app', 'apps']}),
	custom('kustomize.toolkit.fluxcd.io', 'Kustomization', {versions: ['v1', 'v1beta2'], short: ['ks'], sub: ['status']}),
	custom('flagger.app', 'AlertProvider', flagger),
	custom('flagger.app', 'Canary', flagger),
	custom('flagger.app', 'MetricTemplate', flagger),
];

/** `apps/v1`, or `v1` in the core group. */
export function groupVersion(resource: Pick<Resource, 'group'>, version: string): string {
	return resource.group === '' ? version : `${resource.group}/${version}`;
}

/** The apiVersion that stored objects carry. */
export function storageVersion(resource: Resource): string {
	return groupVersion(resource, resource.versions[0] ?? 'v1');
}

function builtIn(group: string, kind: string, options: Options = {}): Resource {
	return {...resource(group, kind, options), isCustom: false, generation: options.generation ?? 'none'};
}

function custom(group: string, kind: string, options: Options): Resource {
	const generation = options.generation ?? (options.sub?.includes('status') ? 'spec' : 'content');
	return {...resource(group, kind, options), isCustom: true, generation};
}

function resource(group: string, kind: string, options: Options): Omit<Resource, 'isCustom' | 'generation'> {
	const singular = options.singular ?? kind.toLowerCase();
	const plural = pluralOf(singular);
	return {
		id: group === '' ? plural : `${plural}.${group}`,
		group,
		versions: options.versions ?? ['v1'],
		plural,
		singular,
		kind,
		isNamespaced: options.isClusterScoped !== true,
		shortNames: options.short ?? [],
		categories: options.categories ?? [],
		subresources: options.sub ?? [],
	};
}

function pluralOf(singular: string): string {
	if (singular.endsWith('endpoints')) return singular;
	if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`;
	return singular.endsWith('s') ? `${singular}es` : `${singular}s`;
}
