import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficIdentity, Viewpoint} from '../../domain/signals/signals.ts';
import type {HowEnded} from '../meaning.ts';
import {knownLabel} from '../samples.ts';

type Labels = MetricSample['labels'];

/** The label for a pod's name without its suffix: the ReplicaSet, StatefulSet or DaemonSet that made the pod. */
export const setLabel = 'pod_set';

/** The identity in a series' labels; null when they name neither a Service nor a pod. The caller's proxy names the
 * called Service, or the one behind a weighted split, and the pod that answered. The callee's proxy names nothing;
 * its scrape names its pod. */
export function identityOf(labels: Labels): TrafficIdentity | null {
	const isCaller = labels.direction === 'outbound';
	const namespace = knownLabel(isCaller ? labels.dst_namespace : labels.namespace);
	const service = isCaller ? knownLabel(labels.dst_service) : null;
	const workload = knownLabel(labels[setLabel]);
	if (namespace === null || (service === null && workload === null)) return null;
	const version = knownLabel(isCaller ? labels.dst_pod_template_hash : labels.pod_template_hash);
	return {namespace, service, workload, version};
}

export function viewpointOf({direction}: Labels): Viewpoint | null {
	if (direction === 'outbound') return 'source';
	return direction === 'inbound' ? 'destination' : null;
}

/** The proxy classifies by the status and by gRPC's trailer: a failed call may have the status 200. */
export function outcomeOf({classification, status_code, grpc_status}: Labels): HowEnded {
	return {
		status: knownLabel(status_code),
		grpcStatus: knownLabel(grpc_status),
		isFailed: classification === 'failure',
	};
}
