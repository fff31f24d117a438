import type {EdgeSample} from '../../domain/signals/edge-sample.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {SeriesScope} from '../../domain/signals/series-scope.ts';
import {seriesKey, type TrafficIdentity} from '../../domain/signals/signals.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {MeshAnswer, MeshQuery} from '../contract.ts';
import {rateOf} from '../promql.ts';
import {entry, isCount, knownLabel} from '../samples.ts';
import {firstOf} from '../slices.ts';

export const graphRequests = 'traces_service_graph_request_total';

/** Requests, failures and durations of every pair of applications: one query. */
export function graphEdges(windowSeconds: number, scope: SeriesScope): MeshQuery<readonly EdgeSample[]> {
	const parts = Object.entries(counters).map(([part, {metric, own}]) => {
		const sum = `sum by (${edgeLabels.join(',')})(${rateOf(metric, own, windowSeconds, scope)})`;
		return `label_replace(${sum},"${partLabel}","${part}","","")`;
	});
	return {promql: parts.join(' or '), read: readEdges};
}

/** Who writes `failed` on every request says it on the counter of failures as well; Tempo has it on neither. */
const counters = {
	requests: {metric: graphRequests, own: []},
	failures: {metric: 'traces_service_graph_request_failed_total', own: ['failed=""']},
	seconds: {metric: 'traces_service_graph_request_server_seconds_sum', own: []},
	timed: {metric: 'traces_service_graph_request_server_seconds_count', own: []},
} as const satisfies Readonly<Record<string, {readonly metric: string; readonly own: readonly string[]}>>;

/** Tells the counters of an answer apart. */
const partLabel = 'part';
/** Namespaces are there only as dimensions that somebody has configured. */
const namespaceAttributes = ['k8s_namespace_name', 'service_namespace'];
const edgeLabels = [
	'client',
	'server',
	...['client', 'server'].flatMap(side => namespaceAttributes.map(name => `${side}_${name}`)),
	'connection_type',
	'virtual_node',
	'failed',
];

type Labels = MetricSample['labels'];
type Part = keyof typeof counters;

function readEdges(samples: readonly MetricSample[]): MeshAnswer<readonly EdgeSample[]> {
	const sums = new Map<string, Sum>();
	let unmatched = 0;
	for (const {labels, value} of samples) {
		const part = (Object.keys(counters) as Part[]).find(name => name === labels[partLabel]);
		const callee = calleeOf(labels);
		if (!part || !callee || !isCount(value)) {
			unmatched += 1;
			continue;
		}
		const caller = callerOf(labels);
		const sum = entry(sums, `${caller ? seriesKey(caller) : ''} > ${seriesKey(callee)}`, () => ({
			caller,
			callee,
			requests: 0,
			failures: 0,
			seconds: 0,
			timed: 0,
		}));
		sum[part] += value;
		if (part === 'requests' && labels.failed === 'true') sum.failures += value;
	}
	return {value: [...sums.values()].flatMap(edgeOf), unmatched};
}

type Sum = {readonly caller: TrafficIdentity | null; readonly callee: TrafficIdentity} & Record<Part, number>;

/** An edge whose requests are not counted is none. The counters of failures are read a moment apart from those of
 * requests. */
function edgeOf({caller, callee, requests, failures, seconds, timed}: Sum): readonly EdgeSample[] {
	if (requests === 0 && failures > 0) return [];
	const edge = {
		caller,
		callee,
		viewpoint: 'destination',
		requestsPerSecond: requests,
		errorsPerSecond: Math.min(failures, requests),
		securedPerSecond: null,
	} as const;
	return [timed > 0 ? {...edge, meanMs: (seconds / timed) * 1_000} : edge];
}

/** A database and a peer that sends no spans are no applications: they are named by what the caller says of them. */
function calleeOf(labels: Labels): TrafficIdentity | null {
	const {connection_type} = labels;
	if (connection_type === 'database') return null;
	if (connection_type === 'virtual_node' && !isCallerVirtual(labels)) return null;
	return applicationOf(labels, 'server');
}

function callerOf(labels: Labels): TrafficIdentity | null {
	return labels.connection_type === 'virtual_node' && isCallerVirtual(labels) ? null : applicationOf(labels, 'client');
}

/** Where `virtual_node` does not say which side sent no spans, a caller without spans has one of these names. */
function isCallerVirtual({virtual_node, client}: Labels): boolean {
	if (virtual_node) return virtual_node === 'client';
	return nobody.some(name => name === client);
}

const nobody = ['unknown', 'user'];

function applicationOf(labels: Labels, side: 'client' | 'server'): TrafficIdentity | null {
	const name = knownLabel(labels[side]);
	if (name === null || name === 'unknown') return null;
	return {
		namespace: safe``,
		service: null,
		workload: null,
		version: null,
		told: {kind: 'application', text: name, namespace: namespaceOf(labels, side)},
		isOfAnyVersion: true,
	};
}

function namespaceOf(labels: Labels, side: 'client' | 'server'): SafeText | null {
	return firstOf(
		labels,
		namespaceAttributes.map(name => `${side}_${name}`),
	);
}
