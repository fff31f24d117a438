import type {Snapshot} from '../domain/cluster/kube-object.ts';
import type {NamedService} from '../domain/cluster/service-host.ts';
import {line, type SafeText, safe} from '../domain/text/safe-text.ts';
import {SERVICE_DEFAULTS, type ServiceDefaultsObject} from '../kinds/consul/service-defaults.ts';
import {SERVICE_INTENTIONS} from '../kinds/consul/service-intentions.ts';
import {SERVICE_RESOLVERS, type ServiceResolverObject} from '../kinds/consul/service-resolver.ts';
import {type ConsulRoute, SERVICE_ROUTERS} from '../kinds/consul/service-router.ts';
import {intentionText} from './consul-intentions.ts';
import {httpMatchText} from './consul-match.ts';
import {callersStatements} from './consul-upstreams.ts';
import type {PolicyReader, PolicyStatement} from './contract.ts';

/**
 * Consul's config entries about a service, which bear its name, in its namespace. What holds for every service
 * (ProxyDefaults, Mesh) is not read. Source: consul-k8s' control-plane/api/v1alpha1, and Consul's documentation.
 */
export const consulPolicy: PolicyReader = {
	id: 'consul',
	kinds: [SERVICE_DEFAULTS, SERVICE_RESOLVERS, SERVICE_ROUTERS, SERVICE_INTENTIONS],
	policyOf: ({services, snapshot}) =>
		services.flatMap(service => {
			const {namespace, name} = service;
			const resolver = snapshot.get(SERVICE_RESOLVERS, namespace, name);
			const defaults = snapshot.get(SERVICE_DEFAULTS, namespace, name);
			const routes = snapshot.get(SERVICE_ROUTERS, namespace, name)?.routes ?? [];
			return [
				...routeStatement(resolver, defaults, routes),
				...(resolver && resolver.redirect === null ? resolverStatements(resolver) : []),
				...(defaults ? defaultsStatements(defaults) : []),
				...callersStatements(name, snapshot.list(SERVICE_DEFAULTS, namespace)),
				...accessStatement(service, snapshot),
			];
		}),
};

function routeStatement(
	resolver: ServiceResolverObject | undefined,
	defaults: ServiceDefaultsObject | undefined,
	routes: readonly ConsulRoute[],
): readonly PolicyStatement[] {
	const redirect = resolver?.redirect ?? null;
	const texts = [
		...routes.flatMap(routeText),
		...(redirect === null ? [] : [safe`every call goes to ${elsewhere(redirect)}`]),
		...(resolver?.requestTimeout && redirect === null ? [safe`timeout ${resolver.requestTimeout}`] : []),
		...(defaults?.localRequestTimeoutMs ? [safe`timeout ${defaults.localRequestTimeoutMs}ms at its pods`] : []),
	];
	return texts.length === 0 ? [] : [{concept: 'route', text: line(texts.join(' · ')), tone: 'text'}];
}

function routeText({match, destination}: ConsulRoute): readonly SafeText[] {
	const codes = destination.retryOnStatusCodes.map(String);
	const on = [
		...destination.retryOn.flatMap(one => one ?? []),
		...(destination.retryOnConnectFailure ? ['connect-failure'] : []),
		...codes,
	].join(',');
	// Consul retries once where only the conditions are set.
	const tries = destination.numRetries || 1;
	const parts = [
		...(destination.requestTimeout === null ? [] : [safe`timeout ${destination.requestTimeout}`]),
		...(destination.numRetries || on !== ''
			? [safe`${tries} ${tries === 1 ? safe`retry` : safe`retries`}${line(on === '' ? '' : ` on ${on}`)}`]
			: []),
	];
	if (parts.length === 0) return [];
	const of = httpMatchText(match.http);
	return [safe`${line(parts.join(', '))}${of === null ? safe`` : safe` (${of})`}`];
}

function resolverStatements({
	failover,
	loadBalancer,
	connectTimeout,
}: ServiceResolverObject): readonly PolicyStatement[] {
	const ways = Object.entries(failover).map(([subset, {service, serviceSubset, datacenters, targets}]) => {
		const to = [
			...(service === null && serviceSubset === null ? [] : [elsewhere({service, serviceSubset})]),
			...datacenters.flatMap(one => (one === null ? [] : [safe`datacenter ${one}`])),
			...targets.map(elsewhere),
		];
		return `${subset === '*' ? '' : `${subset}: `}to ${to.join(', then ')}`;
	});
	const [hash] = loadBalancer.hashPolicies;
	const by =
		hash === undefined
			? null
			: hash.sourceIP
				? safe`by hash of the caller's address`
				: safe`by hash of ${line((hash.field ?? '').replaceAll('_', ' '))} ${hash.fieldValue ?? safe`?`}`;
	const balancer = by ?? (loadBalancer.policy === null ? null : line(loadBalancer.policy.replaceAll('_', ' ')));
	return [
		...(ways.length === 0 ? [] : [{concept: 'failover', text: line(ways.join(' · ')), tone: 'quiet'} as const]),
		...(balancer === null ? [] : [{concept: 'balancer', text: balancer, tone: 'quiet'} as const]),
		...(connectTimeout === null
			? []
			: [{concept: 'pool', text: safe`${connectTimeout} to connect`, tone: 'quiet'} as const]),
	];
}

function defaultsStatements(defaults: ServiceDefaultsObject): readonly PolicyStatement[] {
	const {requestsPerSecond, maxInboundConnections, mutualTLSMode} = defaults;
	const limits = [
		...(requestsPerSecond === null ? [] : [safe`${requestsPerSecond} requests/s for each pod`]),
		...(maxInboundConnections === null ? [] : [safe`${maxInboundConnections} connections for each pod`]),
	];
	return [
		...(limits.length === 0 ? [] : [{concept: 'limit', text: line(limits.join(', ')), tone: 'text'} as const]),
		...(mutualTLSMode === 'permissive'
			? [
					{
						concept: 'mTLS',
						text: safe`permissive: plain text is accepted too, and no intention holds for it`,
						tone: 'text',
					} as const,
				]
			: []),
	];
}

/** Intentions name their destination in the spec; those of the service itself go before those of all. */
function accessStatement({namespace, name}: NamedService, snapshot: Snapshot): readonly PolicyStatement[] {
	const all = snapshot.list(SERVICE_INTENTIONS, namespace);
	const found = all.filter(({destination}) => destination === name);
	const texts = (found.length > 0 ? found : all.filter(({destination}) => destination === '*')).flatMap(({sources}) =>
		sources.flatMap(source => intentionText(source) ?? []),
	);
	return texts.length === 0 ? [] : [{concept: 'access', text: line(texts.join(' · ')), tone: 'text'}];
}

function elsewhere(to: {
	readonly service: SafeText | null;
	readonly serviceSubset: SafeText | null;
	readonly datacenter?: SafeText | null;
	readonly peer?: SafeText | null;
}): SafeText {
	const what = [to.service, to.serviceSubset && safe`subset ${to.serviceSubset}`].flatMap(one => one ?? []).join(' ');
	const where = to.peer ? `peer ${to.peer}` : to.datacenter ? `datacenter ${to.datacenter}` : '';
	return line([what, where].filter(part => part !== '').join(' in '));
}
