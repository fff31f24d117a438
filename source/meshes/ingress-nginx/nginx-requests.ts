import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficIdentity} from '../../domain/signals/signals.ts';
import type {RequestFamily} from '../families/request-family.ts';
import {outcomeByStatus} from '../outcomes.ts';
import {anyOf} from '../promql.ts';
import {knownLabel} from '../samples.ts';

type Labels = MetricSample['labels'];

/** Requests by Ingress and Service, counted when nginx has answered them. */
export const nginxRequests: RequestFamily = {
	counter: 'nginx_ingress_controller_requests',
	histogram: {name: 'nginx_ingress_controller_response_duration_seconds_bucket', unitMs: 1_000, own: []},
	own: [],
	by: ['namespace', 'service', 'canary'],
	endedBy: ['status'],
	// The controller's own ServiceMonitor sets both labels.
	renamed: ['namespace', 'service'],
	meaningOf(labels) {
		const identity = identityOf(labels);
		return identity && {identity, viewpoint: 'source', outcome: outcomeByStatus(knownLabel(labels.status))};
	},
	matchersOf: (services, labelOf) => [anyOf({namespace: labelOf('namespace'), name: labelOf('service')}, services)],
};

/** `service` is that of the main Ingress for a canary's requests too; `canary` then names the backend that they went to,
 * namespace, Service and port. A request that fits no Ingress names nothing. */
function identityOf({namespace, service, canary}: Labels): TrafficIdentity | null {
	const [ownNamespace, ownService, backend] = [knownLabel(namespace), knownLabel(service), knownLabel(canary)];
	if (ownNamespace === null || ownService === null) return null;
	const counted = {namespace: ownNamespace, workload: null, version: null, isOfAnyVersion: true} as const;
	if (backend === null || backend === '-') return {...counted, service: ownService};
	return {...counted, service: null, told: {kind: 'dashed', text: backend, namespace: ownNamespace}};
}
