import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficIdentity} from '../../domain/signals/signals.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {EnvoyClusters} from '../envoy/envoy-requests.ts';
import {oneOf} from '../promql.ts';
import {knownLabel} from '../samples.ts';

type Labels = MetricSample['labels'];

/**
 * The clusters that a sidecar, or a gateway, calls: each has the labels of its destination. Its own application
 * (`local_app`) and what scrapes it (`prometheus_backend`) have none. The cluster's own name is no help: Envoy cuts it off
 * at the first dot.
 */
export const consulClusters: EnvoyClusters = {
	own: ['consul_source_service!=""', 'consul_destination_service!=""'],
	by: [
		'consul_destination_service',
		'consul_destination_service_subset',
		'consul_destination_namespace',
		'consul_destination_partition',
		'consul_destination_datacenter',
		'consul_destination_peer',
		'consul_source_partition',
		'consul_source_datacenter',
	],
	identityOf(labels) {
		const told = toldBy(labels.consul_destination_service, labels.consul_destination_namespace);
		if (!told || !isHere(labels)) return null;
		return {...told, version: knownLabel(labels.consul_destination_service_subset), isOfAnyVersion: true};
	},
	matchersOf: services => [
		oneOf(
			'consul_destination_service',
			services.flatMap(({name, applications = []}) => [name, ...applications]),
		),
	],
};

/**
 * Consul's namespace `default`, the only one without a licence, holds the services of all namespaces of Kubernetes. Any
 * other is the mirror of the one with its name, which is how HashiCorp's Helm chart is meant to be used with namespaces.
 */
export function toldBy(service: SafeText | undefined, namespace: SafeText | undefined): TrafficIdentity | null {
	const [text, from] = [knownLabel(service), knownLabel(namespace)];
	if (text === null) return null;
	return {
		namespace: safe``,
		service: null,
		workload: null,
		version: null,
		told: {kind: 'application', text, namespace: from === unnamed ? null : from},
	};
}

/** Whether the called service is of the caller's own cluster: no peer's, and of the same partition and datacenter. */
function isHere(labels: Labels): boolean {
	const same = (part: 'partition' | 'datacenter', otherwise: SafeText | null) => {
		const [from, to] = [labels[`consul_source_${part}`], labels[`consul_destination_${part}`]];
		return (knownLabel(from) ?? otherwise) === (knownLabel(to) ?? otherwise);
	};
	const isSameDatacenter = knownLabel(labels.consul_source_datacenter) === null || same('datacenter', null);
	return knownLabel(labels.consul_destination_peer) === null && same('partition', unnamed) && isSameDatacenter;
}

const unnamed = safe`default`;
