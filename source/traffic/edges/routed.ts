import {isSameService, type NamedService, serviceOfIstioHost} from '../../domain/cluster/service-host.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {GatewayRouteObject} from '../../kinds/gateway-route.ts';
import type {VirtualServiceObject} from '../../kinds/virtual-service.ts';

/** A route object that leads to a row from outside of it. It tells that requests may come this way, and not whether any
 * do. */
export interface Routed {
	/** `gateway istio-system/public`, `host shop.example.com` */
	readonly from: SafeText;
	/** `VirtualService shop/checkout` */
	readonly by: SafeText;
}

/** The routes that lead to any of these Services from a gateway, or from a host that names no Service of the cluster. */
export function routedTo(
	services: readonly NamedService[],
	routes: {
		readonly virtualServices: readonly VirtualServiceObject[];
		readonly httpRoutes: readonly GatewayRouteObject[];
	},
): readonly Routed[] {
	return [
		...routes.virtualServices.flatMap(route => ofVirtualService(services, route)),
		...routes.httpRoutes.flatMap(route => ofHttpRoute(services, route)),
	];
}

function ofVirtualService(services: readonly NamedService[], route: VirtualServiceObject): readonly Routed[] {
	const {namespace, name} = route.metadata;
	const destinations = route.routes.flatMap(({isDiverted, destinations}) => (isDiverted ? [] : destinations));
	const leadsHere = destinations.some(({host}) => isOneOf(services, host && serviceOfIstioHost(host, namespace)));
	if (!leadsHere) return [];
	const gateways = route.gateways.filter(gateway => gateway !== 'mesh');
	// A Service's name is how callers inside the mesh call, and tells of nobody outside.
	const hosts = route.hosts.filter(host => serviceOfIstioHost(host, namespace) === null);
	return routedFrom(gateways, hosts, safe`VirtualService ${namespace}/${name}`);
}

function ofHttpRoute(services: readonly NamedService[], route: GatewayRouteObject): readonly Routed[] {
	const {namespace, name} = route.metadata;
	const backends = route.rules.flatMap(({isRedirect, backends}) => (isRedirect ? [] : backends));
	const leadsHere = backends.some(
		backend =>
			(backend.kind ?? 'Service') === 'Service' &&
			isOneOf(services, {namespace: backend.namespace ?? namespace, name: backend.name}),
	);
	if (!leadsHere) return [];
	// A route whose parent is a Service is one for callers inside the mesh.
	const gateways = route.parents
		.filter(({kind}) => (kind ?? 'Gateway') === 'Gateway')
		.map(parent => safe`${parent.namespace ?? namespace}/${parent.name}`);
	return routedFrom(gateways, route.hostnames, safe`HTTPRoute ${namespace}/${name}`);
}

function routedFrom(gateways: readonly SafeText[], hosts: readonly SafeText[], by: SafeText): readonly Routed[] {
	const [host, ...others] = hosts;
	const [gateway] = gateways;
	if (host === undefined && gateway === undefined) return [];
	const more = others.length === 0 ? safe`` : safe` and ${others.length} more`;
	const from = host === undefined || host === '*' ? safe`gateway ${gateway ?? safe`*`}` : safe`host ${host}${more}`;
	return [{from, by}];
}

function isOneOf(services: readonly NamedService[], service: NamedService | null): boolean {
	return service !== null && services.some(one => isSameService(one, service));
}
