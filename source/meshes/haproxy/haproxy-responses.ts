import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficIdentity} from '../../domain/signals/signals.ts';
import {ident, safe} from '../../domain/text/safe-text.ts';
import {allNamesIn, matching, type NamePattern, namesIn} from '../families/encoded-names.ts';
import type {RequestFamily} from '../families/request-family.ts';
import {outcomeByStatus} from '../outcomes.ts';
import {knownLabel} from '../samples.ts';

type Labels = MetricSample['labels'];

/** Requests by backend and class of the last status, counted when they have ended. A server's counter of the same kind
 * lacks what HAProxy answers itself. */
export const haproxyResponses: RequestFamily = {
	counter: 'haproxy_backend_http_responses_total',
	histogram: null,
	// Exporters of others have the same metric, without that label. HAProxy's own page of statistics is no traffic.
	own: ['proxy!~"|stats"'],
	by: ['proxy'],
	endedBy: ['code'],
	renamed: [],
	meaningOf(labels) {
		const identity = identityOf(labels);
		return identity && {identity, viewpoint: 'source', outcome: outcomeByStatus(classOf(labels))};
	},
	matchersOf: (services, labelOf) => [
		[matching(labelOf('proxy'), namesIn(backend, services), allNamesIn(backend, services), longest)],
	],
};

const backend: NamePattern = (namespace, names) => `${namespace}_(?:(?:[^_]+_)?svc_)?${names}_[^_]+`;
const longest = 3_000;

/** HAProxy's own ingress controller calls a backend `NAMESPACE_svc_NAME_PORT`, or `NAMESPACE_INGRESS_svc_NAME_PORT` where
 * an Ingress has one of its own; the port by its name if it has one. None of these names can hold an underscore. The
 * community's haproxy-ingress calls it `NAMESPACE_NAME_PORT`, as anybody may call one: the Service must be there. */
function identityOf({proxy}: Labels): TrafficIdentity | null {
	const counted = {workload: null, version: null, isOfAnyVersion: true} as const;
	const [, namespace, service] = /^([^_]+)_(?:[^_]+_)?svc_([^_]+)_[^_]+$/.exec(proxy ?? '') ?? [];
	if (namespace !== undefined && service !== undefined)
		return {...counted, namespace: ident(namespace), service: ident(service)};
	const [, within, name] = /^([^_]+)_([^_]+)_[^_]+$/.exec(proxy ?? '') ?? [];
	if (within === undefined || name === undefined) return null;
	const told = {
		kind: 'dashed',
		namespace: ident(within),
		text: ident(`${within}-${name}`),
		isWithoutPort: true,
	} as const;
	return {...counted, namespace: safe``, service: null, told};
}

/** `other` is a request without a status: nobody was answered. */
function classOf({code}: Labels): ReturnType<typeof knownLabel> {
	return code === 'other' ? null : knownLabel(code);
}
