import type {MetricSample} from '../domain/metric-sample.ts';
import {safe} from '../domain/safe-text.ts';
import {preferredViewpoint, type Viewpoint} from '../domain/signals.ts';
import type {Mesh, MeshQuery, ServiceName} from './contract.ts';
import {ejectionsQuery} from './istio-ejections.ts';
import {viewpointOf} from './istio-labels.ts';
import {readIstioLatency} from './istio-latency.ts';
import {readIstioTraffic} from './istio-traffic.ts';
import {byNamespace, oneOf, range} from './promql.ts';

/** Istio's standard metrics, of sidecars and of waypoints. */
export const istio: Mesh = {
	id: 'istio',
	title: safe`Istio`,
	metricNames: ['istio_requests_total'],
	labelNames: [],
	detect({metricNames}) {
		if (!metricNames.includes('istio_requests_total')) return {kind: 'absent'};
		return {kind: 'present', because: safe`istio_requests_total is scraped`};
	},
	traffic: windowSeconds => trafficQuery('', windowSeconds),
	trafficOf: (services, windowSeconds) => trafficQuery(anyOf(services), windowSeconds),
	latency: (services, windowSeconds) => ({
		promql: `sum by (le,reporter,${identityLabels})(rate(istio_request_duration_milliseconds_bucket${anyOf(services)}[${range(windowSeconds)}]))`,
		read: samples => readIstioLatency(samples, services),
	}),
	newestSample: () => ({
		promql: 'max(timestamp(istio_requests_total))',
		read: ([sample]) => ({value: sample && isCount(sample.value) ? sample.value * 1000 : null, unmatched: 0}),
	}),
	peak: (services, overSeconds) => ({
		promql: `max_over_time(sum by (reporter)(${each(services, ratePerStep)})[${range(overSeconds)}:${range(peakStepSeconds)}]) and count by (reporter)(${each(services, twoStepsAgo)})`,
		read: samples => ({value: peakOf(samples), unmatched: 0}),
	}),
	ejections: ejectionsQuery,
};

const identityLabels =
	'destination_service_namespace,destination_service_name,destination_workload,destination_canonical_revision';
const peakStepSeconds = 300;

function trafficQuery(
	selector: string,
	windowSeconds: number,
): MeshQuery<ReturnType<typeof readIstioTraffic>['value']> {
	return {
		promql: `sum by (reporter,${identityLabels},request_protocol,response_code,grpc_response_status)(rate(istio_requests_total${selector}[${range(windowSeconds)}]))`,
		read: readIstioTraffic,
	};
}

/** Namespaces and names apart: short, though names that two namespaces share may bring a service too many. */
function anyOf(services: readonly ServiceName[]): string {
	const namespaces = services.map(({namespace}) => namespace);
	const names = services.map(({name}) => name);
	return `{${oneOf('destination_service_namespace', namespaces)},${oneOf('destination_service_name', names)}}`;
}

function ratePerStep(selector: string): string {
	return `rate(istio_requests_total${selector}[${range(peakStepSeconds)}])`;
}

/**
 * What was counted before the newest whole step began. Steps end at fixed times, up to one step ago: in a step that
 * began before the counting did, most of the traffic is missing, and without a whole one there is no peak.
 */
function twoStepsAgo(selector: string): string {
	return `istio_requests_total${selector} offset ${range(2 * peakStepSeconds)}`;
}

/** A sum must hold exactly these services, so each namespace is asked by itself. */
function each(services: readonly ServiceName[], ask: (selector: string) => string): string {
	const groups = byNamespace(services);
	const wanted = groups.length > 0 ? groups.map(([namespace, names]) => names.map(name => ({namespace, name}))) : [[]];
	return wanted.map(group => ask(anyOf(group))).join(' or ');
}

function peakOf(samples: readonly MetricSample[]): number | null {
	const peaks = new Map<Viewpoint, number>();
	for (const {labels, value} of samples) {
		const viewpoint = viewpointOf(labels);
		if (viewpoint && isCount(value)) peaks.set(viewpoint, value);
	}
	const viewpoint = preferredViewpoint(peaks);
	return viewpoint === null ? null : (peaks.get(viewpoint) ?? null);
}

function isCount(value: number): boolean {
	return Number.isFinite(value) && value >= 0;
}
