import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {withoutRequests} from '../without-requests.ts';
import {openedConnections, ztunnelConnections} from './ztunnel-connections.ts';

/** The ztunnel of Istio's ambient mode, which passes bytes on and sees no requests; waypoints count these, see `istio`. */
export const ztunnel: Mesh = {
	id: 'ztunnel',
	title: safe`ztunnel`,
	// A sidecar counts connections too, but as the caller it never knows how they are secured.
	signs: [{metric: openedConnections, own: ['reporter="source"', 'connection_security_policy="mutual_tls"']}],
	countedBy: ['reporter', 'destination_workload', 'destination_version', 'destination_canonical_revision'],
	failureRule: safe`nothing: a connection has no outcome`,
	limits: [
		{
			code: 'requests',
			text: safe`ztunnel counts connections, not requests, so failures and durations are unknown: a waypoint counts them`,
		},
		{code: 'percentiles', text: safe`ztunnel measures no durations`},
		{code: 'callers', text: safe`ztunnel's connections are not shown as calls`},
	],
	evidence: {requests: 'recorded', latency: 'none', versions: 'recorded'},
	questions: scope => ({
		...withoutRequests(openedConnections, ['reporter'], scope),
		connections: (services, windowSeconds) => ztunnelConnections(services, windowSeconds, scope),
	}),
};
