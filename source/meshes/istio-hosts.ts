import type {SafeText} from '../domain/safe-text.ts';
import type {ServiceName} from './contract.ts';

/** Where rules of the whole mesh stand. Istio can be told another; its own configuration is not read. */
export const rootNamespace = 'istio-system';
/** Clusters may have another; it is not read. */
const clusterDomain = 'cluster.local';

/** The Service that a host names; null for wildcards and for what is no Service. */
export function serviceOfHost(host: string, namespace: string): ServiceName | null {
	const [, name, ownNamespace] = /^([^.*]+)\.([^.]+)\.svc\./.exec(wholeHost(host, namespace)) ?? [];
	return name && ownNamespace ? {namespace: ownNamespace, name} : null;
}

/** How closely a rule's host names the Service, greater is closer: by name, then by the longer wildcard; 0: not at all. */
export function closeness(host: SafeText | null, namespace: string, service: ServiceName): number {
	if (host === null) return 0;
	// Asked of every rule of the cluster: nothing is put together for those that cannot fit.
	if (!isWhole(host)) {
		return host === service.name && namespace === service.namespace ? Number.POSITIVE_INFINITY : 0;
	}
	const wanted = `${service.name}.${service.namespace}.svc.`;
	if (host.startsWith(wanted)) return Number.POSITIVE_INFINITY;
	if (!host.startsWith('*')) return 0;
	return `${wanted}${clusterDomain}`.endsWith(host.slice(1)) ? host.length : 0;
}

/** Whether a rule is seen beyond its own namespace. */
export function isExported(exportTo: readonly SafeText[], namespace: string): boolean {
	return exportTo.length === 0 || exportTo.some(to => to === '*' || (to !== '.' && to !== namespace && to !== '~'));
}

/** A host as Istio completes it: a name without a dot is a Service of the rule's own namespace, anything else is whole. */
function wholeHost(host: string, namespace: string): string {
	return isWhole(host) ? host : `${host}.${namespace}.svc.${clusterDomain}`;
}

function isWhole(host: string): boolean {
	return host === '*' || host.includes('.');
}
