import type {ShopService} from '../../../contract.ts';
import type {Labels} from '../../promql/labels.ts';
import type {ResponseCode} from '../flow-counts.ts';
import {goBoundsMs} from '../latency.ts';
import type {Destination} from '../traffic-model.ts';
import type {Dialect, Side} from './dialect.ts';

/** The labels of a scrape that found the pod through a Service, as a ServiceMonitor does. */
const scrapedPod = ({namespace, name}: ShopService, {service, pods}: Destination): Labels => {
	// One pod name for all pods of a version: the figures are per version.
	const pod = pods?.isPod ? pods.name : `${pods?.name}-x2v7q`;
	return {namespace, service, pod, container: name, endpoint: 'http', instance: `${pod}:8080`};
};

/** The server counts itself: none counts a request that reached no pod. */
export const ofServers = (responseLabels: (code: ResponseCode) => Labels): readonly Side[] => [
	{
		isCallee: true,
		counts: ({tag, pods}) => tag !== undefined && pods !== undefined,
		destinationLabels: scrapedPod,
		callerLabels: () => ({}),
		responseLabels,
		durationLabels: responseLabels,
	},
];

/** An application with prom-client, which names no version: its pod does. */
export const applicationDialect: Dialect = {
	job: 'applications',
	requestsMetric: 'http_requests_total',
	durationMetric: 'http_request_duration_seconds',
	boundsMs: goBoundsMs,
	unitMs: 1_000,
	sides: ofServers(status_code => ({method: 'GET', route: '/', status_code})),
	tellsCallers: false,
	tellsEjections: false,
};
