import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficIdentity, Viewpoint} from '../../domain/signals/signals.ts';
import {ident, type SafeText} from '../../domain/text/safe-text.ts';
import type {HowEnded} from '../meaning.ts';

type Labels = MetricSample['labels'];

/** The labels of `identityOf`, beside the reporter. */
export const identityLabels = [
	'destination_service',
	'destination_service_namespace',
	'destination_service_name',
	'destination_workload',
	'destination_canonical_revision',
] as const;

/** The identity in a series' labels; null when they name no service: requests to addresses outside the mesh, or to
 * no address. A waypoint that serves several namespaces calls its own one that of the Service: the host is right. */
export function identityOf(labels: Labels): TrafficIdentity | null {
	const name = known(labels.destination_service_name);
	if (name === null || isCatchAll(name)) return null;
	const host = (labels.reporter === 'waypoint' && hostIn(labels.destination_service)) || hostIn(name);
	const namespace = host ? host.namespace : known(labels.destination_service_namespace);
	if (namespace === null) return null;
	return {
		namespace,
		service: host ? host.service : name,
		workload: known(labels.destination_workload),
		version: versionOf(labels.destination_canonical_revision),
	};
}

/** The Service that a host of the cluster names. */
function hostIn(text: SafeText | undefined): {readonly service: SafeText; readonly namespace: SafeText} | null {
	const [, service, namespace] = /^([^.]+)\.([^.]+)\.svc(?:\.|$)/.exec(text ?? '') ?? [];
	return service && namespace ? {service: ident(service), namespace: ident(namespace)} : null;
}

export function viewpointOf({reporter}: Labels): Viewpoint | null {
	return viewpoints.find(viewpoint => viewpoint === reporter) ?? null;
}

const viewpoints = ['source', 'destination', 'waypoint'] as const satisfies readonly Viewpoint[];

/** A request to which the client never got an answer has the code 0. Protocols other than gRPC leave the gRPC
 * status empty. */
export function outcomeOf({response_code, grpc_response_status}: Labels): HowEnded {
	const grpcStatus = known(grpc_response_status);
	const isFailed = /^(?:5..|0)$/.test(response_code ?? '') || (grpcStatus !== null && grpcStatus !== '0');
	const status = known(response_code);
	return status === '0' ? {status: null, grpcStatus: null, isFailed} : {status, grpcStatus, isFailed};
}

/** Istio writes `unknown` when it has no name. */
export function known(text: SafeText | undefined): SafeText | null {
	return text === undefined || text === '' || text === 'unknown' ? null : text;
}

// Istio reports all pods without a version label as `latest`, so that value identifies no version.
function versionOf(text: SafeText | undefined): SafeText | null {
	return text === 'latest' ? null : known(text);
}

function isCatchAll(name: SafeText): boolean {
	return /^(?:Inbound)?PassthroughCluster|^BlackHoleCluster$/.test(name);
}
