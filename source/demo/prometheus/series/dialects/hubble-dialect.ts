import type {ShopService} from '../../../contract.ts';
import type {Labels} from '../../promql/labels.ts';
import type {ResponseCode} from '../flow-counts.ts';
import {goBoundsMs} from '../latency.ts';
import type {Destination} from '../traffic-model.ts';
import type {Dialect, Side} from './dialect.ts';

/** Cilium names the ReplicaSet where something else than a Deployment made it. */
const workloadOf = ({workload, pods}: Destination): string =>
	pods !== undefined && !pods.isPod && pods.ownerKind !== 'Deployment' ? pods.name : workload;

const callerLabels = (caller: string): Labels => {
	const [namespace = 'unknown', name = 'unknown'] = caller.split('/');
	return name === 'unknown'
		? {}
		: {source_namespace: namespace, source_workload: name, source_pod: `${name}-6d8f9c7b5-k4m2t`};
};

const isThere = ({tag}: Destination): boolean => tag !== undefined;

const sideOf = (reporter: 'client' | 'server'): Side => ({
	isCallee: reporter === 'server',
	counts: isThere,
	destinationLabels: ({namespace}: ShopService, destination: Destination) => ({
		destination_namespace: namespace,
		destination_workload: workloadOf(destination),
		destination_pod: destination.pods?.isPod ? destination.pods.name : `${destination.pods?.name}-x2v7q`,
		method: 'GET',
		reporter,
	}),
	callerLabels,
	responseLabels: (status: ResponseCode) => ({protocol: 'HTTP/1.1', status}),
	durationLabels: () => ({}),
});

/** Hubble's metric httpV2 with the labels of both sides, as if a policy for layer 7 selected every pod. */
export const hubbleDialect: Dialect = {
	job: 'hubble-metrics',
	requestsMetric: 'hubble_http_requests_total',
	durationMetric: 'hubble_http_request_duration_seconds',
	boundsMs: goBoundsMs,
	unitMs: 1_000,
	sides: [sideOf('client'), sideOf('server')],
	tellsCallers: true,
	tellsEjections: false,
};
