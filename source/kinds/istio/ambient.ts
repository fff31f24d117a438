import type {Labels, Snapshot} from '../../domain/cluster/kube-object.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {NAMESPACES} from '../namespace.ts';
import {SERVICES} from '../service.ts';

/*
 * Istio's ambient mode, by the labels that turn it on: pods without a sidecar. Only a waypoint, where the Service or its
 * namespace uses one, reads their requests.
 */

interface ServiceName {
	readonly namespace: string;
	readonly name: string;
}

const modeLabel = 'istio.io/dataplane-mode';
const waypointLabel = 'istio.io/use-waypoint';

/** Decided by the pods' labels where they have one, else by their namespace's. */
export function isAmbient(
	{namespace}: Pick<ServiceName, 'namespace'>,
	pods: readonly Labels[],
	snapshot: Snapshot,
): boolean {
	const ofNamespace = labelOfNamespace(namespace, modeLabel, snapshot);
	if (pods.length === 0) return ofNamespace === 'ambient';
	return pods.some(labels => (labels[modeLabel] ?? ofNamespace) === 'ambient');
}

/** A Service labelled `none` does not use its namespace's waypoint. */
export function usesWaypoint({name, namespace}: ServiceName, snapshot: Snapshot): boolean {
	const own = snapshot.get(SERVICES, namespace, name)?.metadata.labels[waypointLabel];
	const used = own ?? labelOfNamespace(namespace, waypointLabel, snapshot);
	return used !== undefined && used !== 'none';
}

function labelOfNamespace(namespace: string, label: string, snapshot: Snapshot): SafeText | undefined {
	return snapshot.get(NAMESPACES, namespace, namespace)?.metadata.labels[label];
}
