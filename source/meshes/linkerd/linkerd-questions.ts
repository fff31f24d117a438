import type {NamedService} from '../../domain/cluster/service-host.ts';
import {type SeriesScope, selectorOf} from '../../domain/signals/series-scope.ts';
import type {MeshQuestions} from '../contract.ts';
import {withPodSet} from '../families/pod-set.ts';
import {newestSampleOf} from '../newest-sample.ts';
import {originLabels, readOrigins} from '../origins.ts';
import {onlyPeak} from '../peaks.ts';
import {anyOf, eachNamespace, oneOf, range, rateOf} from '../promql.ts';
import {edgeLabels, readLinkerdEdges, withCallerSet} from './linkerd-edges.ts';
import {setLabel} from './linkerd-labels.ts';
import {linkerdSlices} from './linkerd-slices.ts';
import {readLinkerdLatency, readLinkerdTraffic} from './linkerd-traffic.ts';

/** The questions to Linkerd's metrics, about the series in the scope only. */
export function linkerdQuestions(scope: SeriesScope): MeshQuestions {
	const origins = originLabels(scope).join(',');
	const responses = (own: readonly string[]) => `response_total${selectorOf(scope.matchers, own)}`;

	/** The rates of each series of both sides. */
	const sidesOf = (metric: string, seconds: number, services: readonly NamedService[] | null) => {
		const [called, answered] =
			services === null
				? [[], []]
				: [
						anyOf(named, services),
						[
							oneOf(
								'namespace',
								services.map(({namespace}) => namespace),
							),
						],
					];
		const caller = rateOf(metric, [...ofCallers, ...called], seconds, scope);
		const callee = rateOf(metric, [...ofCallees, ...answered], seconds, scope);
		return {caller: withPodSet(caller, setLabel, 'dst_pod'), callee: withPodSet(callee, setLabel, 'pod')};
	};
	/** `more` names further labels to group by: `le` for histograms. */
	const rates = (metric: string, more: string, seconds: number, services: readonly NamedService[] | null) => {
		const {caller, callee} = sidesOf(metric, seconds, services);
		return `sum by (direction,${callerLabels},${more})(${caller}) or sum by (direction,${calleeLabels},${more})(${callee})`;
	};
	const trafficQuery = (services: readonly NamedService[] | null, seconds: number) => ({
		// Also grouped by origin: the same answer then shows figures that do not belong together.
		promql: rates('response_total', `classification,status_code,grpc_status,${origins}`, seconds, services),
		read: readLinkerdTraffic,
	});
	return {
		origins: windowSeconds => ({
			promql: `count by (direction,${origins})(${windowSeconds === null ? responses(ofEither) : rateOf('response_total', ofEither, windowSeconds, scope)})`,
			read: samples => readOrigins(samples, scope),
		}),
		traffic: windowSeconds => trafficQuery(null, windowSeconds),
		trafficOf: trafficQuery,
		latency: (services, windowSeconds) => ({
			promql: rates('response_latency_ms_bucket', 'le', windowSeconds, services),
			read: samples => readLinkerdLatency(samples, services),
		}),
		edges: (windowSeconds, services) => ({
			promql: `sum by (direction,${callerLabels},classification,status_code,grpc_status,${edgeLabels.join(',')})(${withCallerSet(sidesOf('response_total', windowSeconds, services ?? null).caller)})`,
			read: readLinkerdEdges,
		}),
		slices: (services, seconds, rule) => {
			const {caller, callee} = sidesOf('response_total', seconds, services);
			const by = (labels: string) => ['direction', ...labels.split(',')];
			return linkerdSlices(
				{outbound: {rates: caller, by: by(callerLabels)}, inbound: {rates: callee, by: by(calleeLabels)}},
				seconds,
				rule,
			);
		},
		newestSample: by => newestSampleOf([responses(ofEither)], by),
		peak: (services, overSeconds) => {
			const by = ['direction', ...scope.clusterLabels].join(',');
			const asked = eachNamespace(named, services, own =>
				rateOf('response_total', [...ofCallers, ...own], peakStepSeconds, scope),
			);
			// Series that were counted before the newest whole step began: without a whole step there is no peak.
			const counted = eachNamespace(
				named,
				services,
				own => `${responses([...ofCallers, ...own])} offset ${range(2 * peakStepSeconds)}`,
			);
			return {
				promql: `max_over_time(sum by (${by})(${asked})[${range(overSeconds)}:${range(peakStepSeconds)}]) and count by (${by})(${counted})`,
				read: samples => ({value: onlyPeak(samples), unmatched: 0}),
			};
		},
	};
}

const named = {namespace: 'dst_namespace', name: 'dst_service'};
const callerLabels = `dst_namespace,dst_service,dst_pod_template_hash,${setLabel}`;
const calleeLabels = `namespace,pod_template_hash,${setLabel}`;
const ofCallers = ['direction="outbound"', 'dst_namespace!=""'];
/** The proxy also counts probes and scrapes at its own port, and kubelet's probes of the pod. On a quiet service
 * these are most of the requests, and they never fail: leave them out. */
const ofNobody = ['target_port!="4191"', 'srv_port!="4191"', 'route_name!="probe"'];
const ofCallees = ['direction="inbound"', ...ofNobody];
const ofEither = ['direction=~"inbound|outbound"', ...ofNobody];
const peakStepSeconds = 300;
