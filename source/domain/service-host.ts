import {ident, type SafeText} from './safe-text.ts';

/** A Service as anybody names it; the names may hold anything. */
export interface NamedService {
	readonly namespace: string;
	readonly name: string;
}

/** A Service, wherever it is. */
export interface ServiceName extends NamedService {
	readonly namespace: SafeText;
	readonly name: SafeText;
}

export function isSameService(one: NamedService, other: NamedService): boolean {
	return one.namespace === other.namespace && one.name === other.name;
}

/** Services as one text, to tell whether others came on screen. */
export function servicesText(services: readonly NamedService[]): string {
	return services.map(({namespace, name}) => `${namespace}/${name}`).join(' ');
}

/** Whether such a text names each of them. */
export function areNamedIn(text: string, services: readonly NamedService[]): boolean {
	const named = new Set(text.split(' '));
	return services.every(service => named.has(servicesText([service])));
}

/** Where rules of the whole mesh stand. Istio can be told another; its own configuration is not read. */
export const rootNamespace = 'istio-system';

/** The domain of most clusters. One may have another; that is not read. */
const clusterDomain = 'cluster.local';

/**
 * The Service that a host of Istio's objects names. Istio completes a name without a dot by the namespace of the object
 * that it stands in, and takes any other as it is: `name.namespace` names nothing, nor does a name that ends in a dot.
 * Null as well for wildcards and for what is not in the cluster.
 */
export function serviceOfIstioHost(host: string, namespace: string): ServiceName | null {
	const [, name, ownNamespace, domain] =
		/^([^.*]+)\.([^.*]+)\.svc\.(.*[^.])$/.exec(wholeIstioHost(host, namespace)) ?? [];
	// The Service of that name in all clusters of a set is another one than that of this cluster.
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
	// Asked of every rule of the cluster: nothing is put together for those that cannot fit.
	if (!isWhole(host)) {
		return host === service.name && namespace === service.namespace ? Number.POSITIVE_INFINITY : 0;
	}
	const wanted = `${service.name}.${service.namespace}.svc.`;
	if (host.startsWith(wanted)) return host.endsWith('.') ? 0 : Number.POSITIVE_INFINITY;
	if (!host.startsWith('*')) return 0;
	return `${wanted}${clusterDomain}`.endsWith(host.slice(1)) ? host.length : 0;
}

/** A host as Istio completes it: a name without a dot is a Service of the object's own namespace, anything else is whole. */
export function wholeIstioHost(host: string, namespace: string): string {
	return isWhole(host) ? host : `${host}.${namespace}.svc.${clusterDomain}`;
}

function isWhole(host: string): boolean {
	return host === '*' || host.includes('.');
}
