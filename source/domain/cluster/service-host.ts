import {ident, type SafeText} from '../text/safe-text.ts';

/** A Service by names from any source; the names may hold any text. */
export interface NamedService {
	readonly namespace: string;
	readonly name: string;
	/** What the applications behind it may call themselves beside this name: their workloads' names. */
	readonly applications?: readonly string[];
	/** The rules of HTTPRoutes that lead to it; left out where these are not known. */
	readonly rules?: readonly RouteRule[];
}

/** A rule of an HTTPRoute, counted from 0. */
export interface RouteRule {
	readonly namespace: string;
	readonly name: string;
	readonly rule: number;
	/** All Services among its backends. */
	readonly leadsTo: readonly NamedService[];
}

/** A Service by names that are safe to show. */
export interface ServiceName extends NamedService {
	readonly namespace: SafeText;
	readonly name: SafeText;
}

export function isSameService(one: NamedService, other: NamedService): boolean {
	return one.namespace === other.namespace && one.name === other.name;
}

/** Services as one text, to tell whether the services on screen changed. */
export function servicesText(services: readonly NamedService[]): string {
	return services.map(({namespace, name}) => `${namespace}/${name}`).join(' ');
}

/** Whether a text of `servicesText` names each of these services. */
export function areNamedIn(text: string, services: readonly NamedService[]): boolean {
	const named = new Set(text.split(' '));
	return services.every(service => named.has(servicesText([service])));
}

/** The namespace whose rules apply to the whole mesh. Istio can use another; perch does not read that setting. */
export const rootNamespace = 'istio-system';

/** The domain of most clusters. A cluster may have another, which perch does not read. */
const clusterDomain = 'cluster.local';

/**
 * The Service that a host in Istio's objects names. Istio completes a name without a dot by the namespace of
 * the object, and takes any other name unchanged: `name.namespace` names no Service, nor does a name that ends
 * in a dot. Null also for wildcards and for hosts outside the cluster.
 */
export function serviceOfIstioHost(host: string, namespace: string): ServiceName | null {
	const [, name, ownNamespace, domain] =
		/^([^.*]+)\.([^.*]+)\.svc\.(.*[^.])$/.exec(wholeIstioHost(host, namespace)) ?? [];
	// `clusterset.local` is the Service of that name in all clusters of a set, which is not this cluster's
	// Service.
	if (!name || !ownNamespace || domain === 'clusterset.local') return null;
	return {namespace: ident(ownNamespace), name: ident(name)};
}

/** The Service that Kubernetes' DNS finds under this name: alone, with its namespace, or with the cluster's domain. */
export function serviceOfDnsName(host: string, namespace: string): ServiceName | null {
	const found = /^([^.*]+)(?:\.([^.*]+)(?:\.svc(?:\.[^*]*)?)?)?\.?$/.exec(host);
	const [, name, ownNamespace = namespace] = found ?? [];
	return name ? {namespace: ident(ownNamespace), name: ident(name)} : null;
}

/** How closely the host of an Istio rule names the Service, greater is closer: by name, then by the longer wildcard; 0:
 * not at all. */
export function closeness(host: string | null, namespace: string, service: NamedService): number {
	if (host === null) return 0;
	// This runs for every rule of the cluster: build no text for a rule that cannot fit.
	if (!isWhole(host)) {
		return host === service.name && namespace === service.namespace ? Number.POSITIVE_INFINITY : 0;
	}
	const wanted = `${service.name}.${service.namespace}.svc.`;
	if (host.startsWith(wanted)) return host.endsWith('.') ? 0 : Number.POSITIVE_INFINITY;
	if (!host.startsWith('*')) return 0;
	return `${wanted}${clusterDomain}`.endsWith(host.slice(1)) ? host.length : 0;
}

/** A host as Istio completes it: a name without a dot is a Service of the object's own namespace, any other
 * name is whole. */
export function wholeIstioHost(host: string, namespace: string): string {
	return isWhole(host) ? host : `${host}.${namespace}.svc.${clusterDomain}`;
}

function isWhole(host: string): boolean {
	return host === '*' || host.includes('.');
}
