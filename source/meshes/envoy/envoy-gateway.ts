import {isSameService, type NamedService} from '../../domain/cluster/service-host.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficIdentity} from '../../domain/signals/signals.ts';
import {ident, safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {askedFor, clusterLabel, clusterMatcher, type NameForm, plainClusters} from './cluster-names.ts';
import {envoyMesh, gatewayLimits} from './envoy-mesh.ts';
import {envoyRemains} from './envoy-remains.ts';
import type {EnvoyClusters} from './envoy-requests.ts';

const title = safe`Envoy Gateway`;

/** A rule of an HTTPRoute, or one of its backends where these need clusters of their own. */
const rulePattern = 'httproute/[^/]+/[^/]+/rule/[0-9]+(?:/backend/[0-9]+)?';
const rule =
	/^httproute\/(?<namespace>[^/]+)\/(?<name>[^/]+)\/rule\/(?<rule>[0-9]{1,3})(?:\/backend\/(?<backend>[0-9]{1,3}))?$/;

/** One cluster for all routes to a Service, where the operator has backends merged. */
const byService: NameForm = (namespace, name) => `backend/service/${namespace}/${name}(?:/.+)?`;
const merged = plainClusters([byService]);

const clusters: EnvoyClusters = {
	own: [clusterMatcher([rulePattern, byService('[^/]+', '[^/]+')])],
	by: [clusterLabel],
	identityOf: labels => ruleOf(labels) ?? merged.identityOf(labels),
	// The names only once, for the length of a query: all merged clusters of a namespace beside the rules.
	matchersOf: services => [
		clusterMatcher([...rulesTo(services), ...askedFor(services, [namespace => byService(namespace, '[^/]+')])]),
	],
	exactMatchersOf: services => [
		clusterMatcher(leadNowhereElse(services) ? [...rulesTo(services), ...askedFor(services, [byService])] : []),
	],
};

function ruleOf(labels: MetricSample['labels']): TrafficIdentity | null {
	const found = rule.exec(labels[clusterLabel] ?? '')?.groups;
	if (!found?.namespace || !found.name || !found.rule) return null;
	return {
		namespace: safe``,
		service: null,
		workload: null,
		version: null,
		told: {
			kind: 'route',
			namespace: ident(found.namespace),
			text: ident(found.name),
			rule: Number(found.rule),
			...(found.backend !== undefined && {backend: Number(found.backend)}),
		},
		isOfAnyVersion: true,
	};
}

/** All rules where it is not known which of them lead to a service. */
function rulesTo(services: readonly NamedService[]): readonly string[] {
	if (services.some(({rules}) => rules === undefined)) return [rulePattern];
	const rules = services.flatMap(({rules = []}) => rules);
	return [...Map.groupBy(rules, ({rule}) => rule)].flatMap(([rule, those]) =>
		askedFor(those, [(namespace, name) => `httproute/${namespace}/${name}/rule/${rule}(?:/backend/[0-9]+)?`]),
	);
}

/** Whether the rules to these services are known, and none of them leads to another one as well. */
function leadNowhereElse(services: readonly NamedService[]): boolean {
	return services.every(({rules}) =>
		rules?.every(({leadsTo}) => leadsTo.every(one => services.some(other => isSameService(one, other)))),
	);
}

/**
 * Envoy Gateway's Envoys, which count by rules of HTTPRoutes, whose Services only the routes themselves tell. Not read
 * are GRPCRoutes, whose failures have no status of HTTP, and names that an operator writes into `clusterStatName`.
 */
export const envoyGateway: Mesh = {
	...envoyMesh(
		{
			id: 'envoy-gateway',
			title,
			installed: {groups: ['gateway.envoyproxy.io'], scrape: safe`its Envoys at port 19001, /stats/prometheus`},
			evidence: {requests: 'recorded', latency: 'source', versions: 'none'},
			clusters,
		},
		[
			...gatewayLimits(title),
			{
				code: 'versions',
				text: safe`Envoy Gateway counts a rule of an HTTPRoute as one: it does not tell which of its backends answered`,
			},
		],
	),
	remains: envoyRemains,
};
