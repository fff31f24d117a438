import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {LatencySample, TrafficSample} from '../../domain/signals/signals.ts';
import type {MeshAnswer} from '../contract.ts';
import {sumLatency} from '../sum-latency.ts';
import {sumTraffic} from '../sum-traffic.ts';
import {identityOf, outcomeOf, viewpointOf} from './linkerd-labels.ts';

/** Turns rates by outcome into requests and failures of each identity, as each side counts them. */
export function readLinkerdTraffic(samples: readonly MetricSample[]): MeshAnswer<readonly TrafficSample[]> {
	return sumTraffic(samples, labels => {
		const identity = identityOf(labels);
		const viewpoint = viewpointOf(labels);
		return identity && viewpoint && {identity, viewpoint, outcome: outcomeOf(labels)};
	});
}

/** Turns rates by `le` into histograms of the named services, and of the answers of pods in their namespaces. */
export function readLinkerdLatency(
	samples: readonly MetricSample[],
	services: readonly NamedService[],
): MeshAnswer<readonly LatencySample[]> {
	const named = new Set(services.map(({namespace, name}) => `${namespace}/${name}`));
	return sumLatency(samples, labels => {
		const identity = identityOf(labels);
		const viewpoint = viewpointOf(labels);
		if (!identity || !viewpoint) return null;
		const isForeign = identity.service !== null && !named.has(`${identity.namespace}/${identity.service}`);
		return isForeign ? 'foreign' : {identity, viewpoint};
	});
}
