import type {Snapshot} from '../../../domain/cluster/kube-object.ts';
import {
	closeness,
	rootNamespace,
	type ServiceName,
	serviceOfDnsName,
	serviceOfIstioHost,
	wholeIstioHost,
} from '../../../domain/cluster/service-host.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {DESTINATION_RULES, type DestinationRuleObject} from '../../../kinds/destination-rule.ts';
import {NAMESPACES} from '../../../kinds/namespace.ts';
import {SERVICES} from '../../../kinds/service.ts';
import {VIRTUAL_SERVICES, type VirtualServiceObject, type VirtualServiceRoute} from '../../../kinds/virtual-service.ts';
import type {RouteEntry} from '../route-kind.ts';
import {withoutWaypoint} from '../unfollowed.ts';
import {weightedRoute} from '../weighted-route.ts';

export const virtualService = weightedRoute<VirtualServiceObject>({
	id: 'virtual-service',
	title: safe`VirtualService`,
	controller: safe`istio`,
	anchor: VIRTUAL_SERVICES,
	kinds: [DESTINATION_RULES, NAMESPACES],
	// Old versions of Istio demand a sum of 100.
	scale: {total: 'hundred', decimals: 0, isSummedAsFloat32: false},
	unsetWeight: 0,
	entries: virtualServiceEntries,
	called: route => ({services: calledServices(route), host: route.hosts[0] ?? null}),
	subsetLabels: ({service, subset}, {metadata}, snapshot) => {
		const subsets = service ? rulesFor(service, metadata.namespace, snapshot).flatMap(rule => rule.subsets) : [];
		return subsets.find(({name}) => name === subset)?.labels ?? null;
	},
	faults: (route, snapshot) => [
		...undefinedSubsets(route, snapshot),
		...halfQualified(route, snapshot),
		...rivals(route, snapshot),
		...(isOfMesh(route) ? withoutWaypoint(calledServices(route), snapshot) : []),
	],
});

export function virtualServiceEntries({routes, metadata}: VirtualServiceObject): readonly RouteEntry[] {
	return routes.map(route => entryOf(route, metadata.namespace));
}

function entryOf(
	{protocol, index, name, match, isDiverted, destinations}: VirtualServiceRoute,
	namespace: SafeText,
): RouteEntry {
	const prefix = protocol === 'http' ? safe`` : protocol === 'tls' ? safe`tls ` : safe`tcp `;
	return {
		title: name ?? safe`${prefix}rule ${index + 1}`,
		match,
		path: ['spec', protocol, index],
		identity: ['name', 'match'],
		list: 'route',
		isDiverted,
		destinations: destinations.map(({host, subset, port, weight, isWeightWritten}) => ({
			host: host ?? safe`no host`,
			subset,
			port,
			service: host === null ? null : serviceOfIstioHost(host, namespace),
			weight: isWeightWritten ? weight : null,
		})),
	};
}

function calledServices({hosts, metadata}: VirtualServiceObject): readonly ServiceName[] {
	return hosts.flatMap(host => serviceOfIstioHost(host, metadata.namespace) ?? []);
}

/**
 * The DestinationRules that callers of a Service may follow: those in the route's namespace, in the Service's,
 * and in the root namespace of the mesh.
 */
function rulesFor(service: ServiceName, from: SafeText, snapshot: Snapshot): readonly DestinationRuleObject[] {
	return [...new Set([from, service.namespace, rootNamespace])].flatMap(namespace =>
		snapshot.list(DESTINATION_RULES, namespace).filter(({host}) => closeness(host, namespace, service) > 0),
	);
}

/**
 * A share for a subset that no DestinationRule of its host defines. Without any rule of the host perch cannot
 * tell.
 */
function undefinedSubsets({routes, metadata}: VirtualServiceObject, snapshot: Snapshot): readonly SafeText[] {
	const found = routes.flatMap(({destinations}) =>
		destinations.flatMap(({host, subset, weight}) => {
			const service = host && serviceOfIstioHost(host, metadata.namespace);
			const rules = service ? rulesFor(service, metadata.namespace, snapshot) : [];
			const isDefined = rules.some(({subsets}) => subsets.some(({name}) => name === subset));
			const isServed = weight > 0 || destinations.length === 1;
			if (subset === null || rules.length === 0 || isDefined || !isServed) return [];
			return [safe`no DestinationRule of ${host ?? metadata.name} defines its subset ${subset}: its requests fail`];
		}),
	);
	return [...new Set(found)];
}

/** `name.namespace` looks like an existing Service, but Istio looks for a host of exactly that name. */
function halfQualified({routes, metadata}: VirtualServiceObject, snapshot: Snapshot): readonly SafeText[] {
	const hosts = routes.flatMap(({isDiverted, destinations}) => (isDiverted ? [] : destinations.map(({host}) => host)));
	return [...new Set(hosts)].flatMap(host => {
		if (host === null || !host.includes('.') || serviceOfIstioHost(host, metadata.namespace)) return [];
		const meant = serviceOfDnsName(host, metadata.namespace);
		if (!meant || !snapshot.get(SERVICES, meant.namespace, meant.name)) return [];
		return [
			safe`Istio does not take ${host} for Service ${meant.namespace}/${meant.name}: write ${meant.name}.${meant.namespace}.svc.cluster.local`,
		];
	});
}

/** Of two VirtualServices of the mesh with the same host, Istio follows one and does not say which. */
function rivals(route: VirtualServiceObject, snapshot: Snapshot): readonly SafeText[] {
	const {namespace} = route.metadata;
	if (!isOfMesh(route)) return [];
	const own = new Set(route.hosts.map(host => wholeIstioHost(host, namespace)));
	return snapshot.list(VIRTUAL_SERVICES).flatMap(other => {
		const {metadata, hosts} = other;
		if (metadata.uid === route.metadata.uid || !isOfMesh(other) || !isSeenBeside(route, other)) return [];
		return hosts.some(host => own.has(wholeIstioHost(host, metadata.namespace)))
			? [safe`VirtualService ${metadata.namespace}/${metadata.name} has the same host: only one of the two is followed`]
			: [];
	});
}

function isOfMesh({gateways}: VirtualServiceObject): boolean {
	return gateways.length === 0 || gateways.some(gateway => gateway === 'mesh');
}

/** Whether the two can be seen together: one that is exported only to its own namespace is not seen from another. */
function isSeenBeside(one: VirtualServiceObject, other: VirtualServiceObject): boolean {
	const isKept = ({exportTo}: VirtualServiceObject) => exportTo.length > 0 && exportTo.every(where => where === '.');
	return one.metadata.namespace === other.metadata.namespace || !(isKept(one) || isKept(other));
}
