import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {LatencySample, TrafficSample} from '../../domain/signals/signals.ts';
import type {MeshAnswer} from '../contract.ts';
import {sumLatency} from '../sum-latency.ts';
import {sumTraffic} from '../sum-traffic.ts';
import {identityOf, outcomeOf, viewpointOf} from './istio-labels.ts';
import {ofPreferredViewpoint} from './istio-viewpoints.ts';

/** Turns rates by response code into requests and errors of each identity, from the preferred viewpoint of its
 * service. */
export function readIstioTraffic(samples: readonly MetricSample[]): MeshAnswer<readonly TrafficSample[]> {
	const {value, unmatched} = sumTraffic(samples, labels => {
		const identity = identityOf(labels);
		const viewpoint = viewpointOf(labels);
		return identity && viewpoint && {identity, viewpoint, outcome: outcomeOf(labels)};
	});
	return {value: ofPreferredViewpoint(value, ({requestsPerSecond}) => requestsPerSecond), unmatched};
}

/** Turns rates by `le` into histograms of the named services, each from its preferred viewpoint. */
export function readIstioLatency(
	samples: readonly MetricSample[],
	services: readonly NamedService[],
): MeshAnswer<readonly LatencySample[]> {
	const named = new Set(services.map(({namespace, name}) => `${namespace}/${name}`));
	const {value, unmatched} = sumLatency(samples, labels => {
		const identity = identityOf(labels);
		const viewpoint = viewpointOf(labels);
		if (!identity || !viewpoint) return null;
		return named.has(`${identity.namespace}/${identity.service}`) ? {identity, viewpoint} : 'foreign';
	});
	return {value: ofPreferredViewpoint(value, ({buckets}) => buckets.at(-1)?.perSecond ?? 0), unmatched};
}
