import type {KubeObject} from '../../contract.ts';
import type {
	ClusterObjects,
	GatewayRouteObject,
	IngressObject,
	Labels,
	ServiceSplitterObject,
} from './cluster-objects.ts';
import type {Route} from './route.ts';

/** The Service that is called. */
interface Called {
	readonly namespace: string;
	readonly name: string;
}

/** Where a route sends the callers of a Service; undefined when no route names the Service. */
export const routedBy = (called: Called, objects: ClusterObjects): readonly Route[] | undefined =>
	byVirtualService(called, objects) ??
	byGatewayRoute(called, [...objects.httpRoutes, ...objects.grpcRoutes]) ??
	byLinkerdRoute(called, objects) ??
	byTrafficSplit(called, objects) ??
	byServiceSplitter(called, objects) ??
	byIngress(called, objects);

/** Some requests, and where they are routed. */
interface Entry {
	/** Whether only requests that match a condition take this entry. */
	readonly isConditional: boolean;
	readonly routes: readonly Route[];
}

/** The share of a service's requests that the demo lets each condition match, 0–1, and for how many conditions. */
const matchingShare = 0.2;
const mostConditional = 4;

/** Merges the entries into one list. Without an entry for the other requests, the conditional entries get all
 * requests. */
const combined = (entries: readonly Entry[]): readonly Route[] => {
	const rest = entries.find(({isConditional}) => !isConditional);
	const conditional = entries.filter(({isConditional}) => isConditional).slice(0, mostConditional);
	const left = 1 - conditional.length * matchingShare;
	return [
		...conditional.flatMap(({routes}) => percentOf(routes, rest === undefined ? 1 : matchingShare)),
		...percentOf(rest?.routes ?? [], left),
	];
};

const percentOf = (routes: readonly Route[], share: number): readonly Route[] => {
	const total = routes.reduce((sum, {weight}) => sum + weight, 0);
	return routes.map(route => ({...route, weight: total === 0 ? 0 : (100 * share * route.weight) / total}));
};

const byVirtualService = (called: Called, objects: ClusterObjects): readonly Route[] | undefined => {
	const found = objects.virtualServices.find(
		virtualService => isIn(called, virtualService) && virtualService.spec.hosts?.some(host => isHostOf(host, called)),
	);
	const entries = found?.spec.http?.map(
		({match, route = []}): Entry => ({
			isConditional: match !== undefined,
			routes: route.map(({destination, weight}) => ({
				service: destination.host.split('.')[0] ?? destination.host,
				...subsetOf(called.namespace, destination, objects),
				// A single destination gets all requests, whatever its weight is.
				weight: route.length === 1 ? 100 : (weight ?? 0),
			})),
		}),
	);
	return found && combined(entries ?? []);
};

const subsetOf = (
	namespace: string,
	{host, subset}: {readonly host: string; readonly subset?: string},
	{destinationRules}: ClusterObjects,
): {readonly subset?: Labels} => {
	if (subset === undefined) return {};
	const name = host.split('.')[0] ?? host;
	const rule = destinationRules.find(
		candidate => candidate.metadata.namespace === namespace && isHostOf(candidate.spec.host, {namespace, name}),
	);
	// A subset that no DestinationRule defines has no pods.
	return {subset: rule?.spec.subsets?.find(candidate => candidate.name === subset)?.labels ?? {subset}};
};

const byGatewayRoute = (called: Called, routes: readonly GatewayRouteObject[]): readonly Route[] | undefined => {
	const found = routes.find(
		route =>
			isIn(called, route) && route.spec.parentRefs?.some(({kind, name}) => kind === 'Service' && name === called.name),
	);
	const entries = found?.spec.rules?.map(
		({matches = [], backendRefs = []}): Entry => ({
			isConditional: matches.length > 0 && !matches.some(isEverything),
			routes: backendRefs.map(({name, weight = 1}) => ({service: name, weight})),
		}),
	);
	return found && combined(entries ?? []);
};

const isEverything = (match: {readonly path?: {readonly value?: string}}): boolean =>
	Object.keys(match).every(field => field === 'path') && match.path?.value === '/';

/** Linkerd ignores the HTTPRoute of a Service that has a ServiceProfile. */
const byLinkerdRoute = (called: Called, objects: ClusterObjects): readonly Route[] | undefined => {
	const profile = `${called.name}.${called.namespace}.svc.cluster.local`;
	const isProfiled = objects.serviceProfiles.some(
		candidate => isIn(called, candidate) && candidate.metadata.name === profile,
	);
	if (isProfiled) return undefined;
	return under(called.name, byGatewayRoute(called, objects.linkerdRoutes));
};

const byTrafficSplit = (called: Called, objects: ClusterObjects): readonly Route[] | undefined => {
	const found = objects.trafficSplits.find(split => isIn(called, split) && isHostOf(split.spec.service, called));
	const routes = found?.spec.backends.map(({service, weight}) => ({service, weight: Number(weight)}));
	return routes && under(called.name, percentOf(routes, 1));
};

const byServiceSplitter = (called: Called, objects: ClusterObjects): readonly Route[] | undefined => {
	const found = objects.serviceSplitters.find(
		splitter => isIn(called, splitter) && splitter.metadata.name === called.name,
	);
	const routes = found?.spec.splits?.map(split => splitRoute(called, split, objects));
	return routes && under(called.name, percentOf(routes, 1));
};

type Split = NonNullable<ServiceSplitterObject['spec']['splits']>[number];

const splitRoute = (called: Called, split: Split, objects: ClusterObjects): Route => {
	const {weight = 0, service = called.name, serviceSubset} = split;
	if (serviceSubset === undefined) return {service, weight};
	const resolver = objects.serviceResolvers.find(
		candidate => isIn(called, candidate) && candidate.metadata.name === service,
	);
	const filter = resolver?.spec.subsets?.[serviceSubset]?.filter ?? '';
	const [, key = 'subset', value = serviceSubset] = /^Service\.Meta\.(\w+) == "?([^"]+)"?$/.exec(filter) ?? [];
	return {service, subset: {[`consul.hashicorp.com/service-meta-${key}`]: value}, weight};
};

/** What comes through the Ingress of this name: ingress-nginx sends a share to the oldest canary Ingress of the same host
 * and path. */
const byIngress = (called: Called, {ingresses}: ClusterObjects): readonly Route[] | undefined => {
	const known = ingresses.filter(ingress => isIn(called, ingress));
	const main = known.find(({metadata}) => metadata.name === called.name);
	const place = main && placeOf(main);
	if (!place) return undefined;
	const canaries = known.filter(
		candidate => nginxAnnotation(candidate, 'canary') === 'true' && placeOf(candidate)?.at === place.at,
	);
	const [canary] = canaries.sort((one, other) => (createdAt(one) < createdAt(other) ? -1 : 1));
	const total = Math.max(100, Number(canary && nginxAnnotation(canary, 'canary-weight-total')) || 0);
	const weight = Math.min(total, Math.max(0, Number(canary && nginxAnnotation(canary, 'canary-weight')) || 0));
	const beside = canary && placeOf(canary);
	return percentOf(
		[{service: place.service, weight: total - weight}, ...(beside ? [{service: beside.service, weight}] : [])],
		1,
	);
};

const placeOf = ({spec}: IngressObject): {readonly at: string; readonly service: string} | undefined => {
	const [rule] = spec?.rules ?? [];
	const [path] = rule?.http?.paths ?? [];
	const service = path?.backend.service?.name;
	return service === undefined ? undefined : {at: `${rule?.host ?? ''}${path?.path ?? '/'}`, service};
};

const nginxAnnotation = ({metadata}: KubeObject, name: string): string | undefined =>
	metadata.annotations?.[`nginx.ingress.kubernetes.io/${name}`];

const createdAt = ({metadata}: KubeObject): string => metadata.creationTimestamp ?? '';

/** Counts the requests under the called Service, whichever Service's pods answer. */
const under = (named: string, routes: readonly Route[] | undefined): readonly Route[] | undefined =>
	routes?.map(route => ({...route, named}));

const isIn = ({namespace}: Called, {metadata}: KubeObject): boolean => metadata.namespace === namespace;

const isHostOf = (host: string, {namespace, name}: Called): boolean =>
	[name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`].includes(host);
