import {type SeriesScope, selectorOf} from '../../domain/signals/series-scope.ts';
import type {MeshQuestions} from '../contract.ts';
import {newestSampleOf} from '../newest-sample.ts';
import {originLabels} from '../origins.ts';
import {preferredPeak} from '../peaks.ts';
import {range, rateOf} from '../promql.ts';
import {edgeLabels, readIstioEdges} from './istio-edges.ts';
import {ejectionsQuery} from './istio-ejections.ts';
import {identityLabels, viewpointOf} from './istio-labels.ts';
import {readIstioOrigins} from './istio-origins.ts';
import {exactly, ratesTo} from './istio-selectors.ts';
import {istioSlices} from './istio-slices.ts';
import {readIstioLatency, readIstioTraffic} from './istio-traffic.ts';

/** The questions to Istio's metrics, about the series in the scope only. */
export function istioQuestions(scope: SeriesScope): MeshQuestions {
	const requests = (own: readonly string[] = []) => `istio_requests_total${selectorOf(scope.matchers, own)}`;
	const rate = (own: readonly string[], seconds: number) => rateOf('istio_requests_total', own, seconds, scope);
	const origins = originLabels(scope).join(',');

	const trafficQuery = (rates: string) => ({
		// Also grouped by origin: the same answer then shows figures that do not belong together.
		promql: `sum by (reporter,${identityLabels},request_protocol,response_code,grpc_response_status,${origins})(${rates})`,
		read: readIstioTraffic,
	});
	const ejections = ejectionsQuery(scope);
	return {
		origins: windowSeconds => ({
			promql: `count by (reporter,source_cluster,${origins})(${windowSeconds === null ? requests() : rate([], windowSeconds)})`,
			read: samples => readIstioOrigins(samples, scope),
		}),
		traffic: windowSeconds => trafficQuery(rate([], windowSeconds)),
		trafficOf: (services, windowSeconds) =>
			trafficQuery(ratesTo(services, 'istio_requests_total', windowSeconds, scope)),
		latency: (services, windowSeconds) => ({
			promql: `sum by (le,reporter,${identityLabels})(${ratesTo(services, 'istio_request_duration_milliseconds_bucket', windowSeconds, scope)})`,
			read: samples => readIstioLatency(samples, services),
		}),
		newestSample: by => newestSampleOf([requests()], by),
		peak: (services, overSeconds) => {
			const rates = exactly(services, own => rate(own, peakStepSeconds));
			// Series that were counted before the newest whole step began. Steps end at fixed times, up to one step ago.
			// In a step that began before the counting did, most of the traffic is missing; without a whole step there is
			// no peak.
			const by = ['reporter', ...scope.clusterLabels].join(',');
			const counted = exactly(services, own => `${requests(own)} offset ${range(2 * peakStepSeconds)}`);
			return {
				promql: `max_over_time(sum by (${by})(${rates})[${range(overSeconds)}:${range(peakStepSeconds)}]) and count by (${by})(${counted})`,
				read: samples => ({value: preferredPeak(samples, viewpointOf), unmatched: 0}),
			};
		},
		edges: (windowSeconds, services) => ({
			promql: `sum by (reporter,${identityLabels},response_code,grpc_response_status,${edgeLabels.join(',')})(${services ? ratesTo(services, 'istio_requests_total', windowSeconds, scope) : rate([], windowSeconds)})`,
			read: readIstioEdges,
		}),
		slices: (services, seconds, rule) => istioSlices(services, seconds, scope, rule),
		...(ejections && {ejections}),
	};
}

const peakStepSeconds = 300;
