import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {withoutRequests} from '../without-requests.ts';
import {graphEdges, graphRequests} from './graph-edges.ts';

/** Four times 60 s: the connector hands its figures on after that time, or with each batch of traces. */
const leastEdgesWindowSeconds = 240;

/** Who calls whom, as OpenTelemetry's servicegraph connector or Tempo's metrics generator finds in traces. A request is
 * counted only where the span of its caller and the one of its callee meet within seconds in the same process: right
 * enough for the share of an edge, and too little for the requests of a service. */
export const serviceGraph: Mesh = {
	id: 'service-graph',
	title: safe`service graph`,
	signs: [{metric: graphRequests, own: []}],
	countedBy: ['le', 'client', 'server', 'failed', 'connection_type', 'virtual_node'],
	failureRule: safe`failed="true", or what traces_service_graph_request_failed_total counts where no series has that label`,
	limits: [
		{
			code: 'requests',
			text: safe`the service graph tells who calls whom, and counts only requests of which both sides were traced: a service's requests are unknown to it`,
		},
		{code: 'percentiles', text: safe`the service graph tells only how long an edge's requests took on average`},
		{code: 'versions', text: safe`the service graph does not name versions`},
	],
	leastEdgesWindowSeconds,
	evidence: {requests: 'source', latency: 'source', versions: 'none'},
	questions: scope => ({
		...withoutRequests(graphRequests, ['failed'], scope),
		edges: windowSeconds => graphEdges(Math.max(windowSeconds, leastEdgesWindowSeconds), scope),
	}),
};
