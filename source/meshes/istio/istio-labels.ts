import type {MetricSample} from '../../domain/metric-sample.ts';
import {ident, type SafeText} from '../../domain/safe-text.ts';
import type {TrafficIdentity, Viewpoint} from '../../domain/signals.ts';

type Labels = MetricSample['labels'];

/** What a series is about; null when it names no service: requests to addresses outside the mesh, or to none. */
export function identityOf(labels: Labels): TrafficIdentity | null {
	const name = known(labels.destination_service_name);
	if (name === null || isCatchAll(name)) return null;
	const host = /^([^.]+)\.([^.]+)\.svc(?:\.|$)/.exec(name);
	const namespace = host?.[2] === undefined ? known(labels.destination_service_namespace) : ident(host[2]);
	if (namespace === null) return null;
	return {
		namespace,
		service: host?.[1] === undefined ? name : ident(host[1]),
		workload: known(labels.destination_workload),
		version: versionOf(labels.destination_canonical_revision),
	};
}

export function viewpointOf({reporter}: Labels): Viewpoint | null {
	return viewpoints.find(viewpoint => viewpoint === reporter) ?? null;
}

const viewpoints = ['source', 'destination', 'waypoint'] as const satisfies readonly Viewpoint[];

/** Requests that the client never got an answer to have the code 0. Other protocols than gRPC leave its status empty. */
export function isFailure(labels: Labels): boolean {
	if (/^(?:5..|0)$/.test(labels.response_code ?? '')) return true;
	return !['', '0'].includes(labels.grpc_response_status ?? '');
}

// Istio writes `unknown` where it has no name to give.
function known(text: SafeText | undefined): SafeText | null {
	return text === undefined || text === '' || text === 'unknown' ? null : text;
}

// Pods without a version label are all reported as `latest`: it tells no version from another.
function versionOf(text: SafeText | undefined): SafeText | null {
	return text === 'latest' ? null : known(text);
}

function isCatchAll(name: SafeText): boolean {
	return /^(?:Inbound)?PassthroughCluster|^BlackHoleCluster$/.test(name);
}
