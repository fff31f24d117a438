import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficIdentity} from '../../domain/signals/signals.ts';
import {ident, safe} from '../../domain/text/safe-text.ts';
import type {RequestFamily} from '../families/request-family.ts';
import {outcomeByStatus} from '../outcomes.ts';
import {knownLabel} from '../samples.ts';
import {askedFor, exactly} from './kong-matchers.ts';

type Labels = MetricSample['labels'];

/** Requests by Kong's service, counted when they have ended. */
const common = {
	own: [],
	by: ['service'],
	endedBy: ['code'],
	renamed: ['service'],
	meaningOf(labels) {
		const identity = identityOf(labels);
		return identity && {identity, viewpoint: 'source', outcome: outcomeByStatus(knownLabel(labels.code))};
	},
	matchersOf: (services, labelOf) => [[askedFor(labelOf('service'), services)]],
	exactMatchersOf: (services, labelOf) => [exactly(labelOf('service'), services)],
} satisfies Partial<RequestFamily>;

/** Durations are of the whole request as the client saw it, in milliseconds. */
export const kongFamilies: readonly RequestFamily[] = [
	{
		...common,
		counter: 'kong_http_requests_total',
		histogram: {name: 'kong_request_latency_ms_bucket', unitMs: 1, own: []},
	},
	{
		...common,
		counter: 'kong_http_status',
		// The same histogram has what Kong and the upstream took of it.
		histogram: {name: 'kong_latency_bucket', unitMs: 1, own: ['type="request"']},
	},
];

/** Kong's ingress controller calls the Service of an Ingress `NAMESPACE.NAME.PORT`, and all backends of a rule
 * `httproute.NAMESPACE.ROUTE.RULE`, by the first rule that has these backends. Only a route's name can hold a dot. What
 * others have named is no Service. Source: kubernetes-ingress-controller's subtranslator. */
function identityOf({service}: Labels): TrafficIdentity | null {
	const counted = {workload: null, version: null, isOfAnyVersion: true} as const;
	const [, namespace, name] = /^([^.]+)\.([^.]+)\.[^.]+$/.exec(service ?? '') ?? [];
	if (namespace !== undefined && name !== undefined)
		return {...counted, namespace: ident(namespace), service: ident(name)};
	const [, routeNamespace, route, rule] = /^httproute\.([^.]+)\.(.+)\.(\d+)$/.exec(service ?? '') ?? [];
	if (routeNamespace === undefined || route === undefined) return null;
	const told = {kind: 'route', namespace: ident(routeNamespace), text: ident(route), rule: Number(rule)} as const;
	return {...counted, namespace: safe``, service: null, told};
}
