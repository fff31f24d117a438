import type {ShopService} from '../../../contract.ts';
import type {Labels} from '../../promql/labels.ts';
import type {ResponseCode} from '../flow-counts.ts';
import {latencyBoundsMs} from '../latency.ts';
import type {Destination} from '../traffic-model.ts';
import type {Dialect, Side} from './dialect.ts';

type Reporter = 'source' | 'destination';

/** Istio's standard labels for a destination. Only the caller's proxy knows the called Service: a pod behind
 * several Services reports all its requests under the first Service by name. */
const destinationLabels = (service: ShopService, destination: Destination, reporter: Reporter): Labels => {
	const {namespace} = service;
	const name = reporter === 'source' ? destination.service : service.name;
	return {
		reporter,
		destination_service: `${name}.${namespace}.svc.cluster.local`,
		destination_service_name: name,
		destination_service_namespace: namespace,
		destination_workload: destination.workload,
		destination_workload_namespace: destination.workload === 'unknown' ? 'unknown' : namespace,
		destination_canonical_service: destination.canonicalService,
		destination_canonical_revision: destination.canonicalRevision,
		request_protocol: 'http',
		// The caller's proxy does not report how the connection was secured.
		connection_security_policy: reporter === 'source' ? 'unknown' : 'mutual_tls',
	};
};

/** The labels of a caller, given as `namespace/name`. */
const sourceLabels = (caller: string): Labels => {
	const [namespace = 'unknown', name = 'unknown'] = caller.split('/');
	return {
		source_workload: name,
		source_workload_namespace: namespace,
		source_canonical_service: name,
		source_canonical_revision: 'latest',
	};
};

const responseLabels = (code: ResponseCode, destination: Destination): Labels => ({
	response_code: code,
	response_flags: destination.tag === undefined ? 'UH' : '-',
});

const sideOf = (reporter: Reporter): Side => ({
	isCallee: reporter === 'destination',
	counts: destination => reporter === 'source' || destination.tag !== undefined,
	destinationLabels: (service, destination) => destinationLabels(service, destination, reporter),
	callerLabels: sourceLabels,
	responseLabels,
	durationLabels: responseLabels,
});

/** Istio's standard metrics, as sidecars report them. */
export const istioDialect: Dialect = {
	job: 'istio-proxies',
	requestsMetric: 'istio_requests_total',
	durationMetric: 'istio_request_duration_milliseconds',
	boundsMs: latencyBoundsMs,
	sides: [sideOf('source'), sideOf('destination')],
	unitMs: 1,
	tellsCallers: true,
	tellsEjections: true,
};
