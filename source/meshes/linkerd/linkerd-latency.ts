import type {MetricSample} from '../../domain/metric-sample.ts';
import type {NamedService} from '../../domain/service-host.ts';
import {type LatencySample, seriesKey, type TrafficIdentity, type Viewpoint} from '../../domain/signals.ts';
import type {MeshAnswer} from '../contract.ts';
import {boundOf, bucketsOf, entry, isCount} from '../samples.ts';
import {identityOf, viewpointOf} from './linkerd-labels.ts';

/** Turns rates by `le` into histograms of the named services, and of the answers of pods in their namespaces. */
export function readLinkerdLatency(
	samples: readonly MetricSample[],
	services: readonly NamedService[],
): MeshAnswer<readonly LatencySample[]> {
	const named = new Set(services.map(({namespace, name}) => `${namespace}/${name}`));
	const histograms = new Map<string, Histogram>();
	let unmatched = 0;
	for (const {labels, value} of samples) {
		const identity = identityOf(labels);
		const viewpoint = viewpointOf(labels);
		const upperMs = boundOf(labels.le);
		if (!identity || !viewpoint || upperMs === null || !isCount(value)) {
			unmatched += 1;
			continue;
		}
		if (identity.service !== null && !named.has(`${identity.namespace}/${identity.service}`)) continue;
		const {rates} = entry(histograms, `${viewpoint} ${seriesKey(identity)}`, () => ({
			identity,
			viewpoint,
			rates: new Map<number, number>(),
		}));
		rates.set(upperMs, (rates.get(upperMs) ?? 0) + value);
	}
	const value = Array.from(histograms.values(), ({identity, viewpoint, rates}) => ({
		identity,
		viewpoint,
		buckets: bucketsOf(rates),
	}));
	return {value, unmatched};
}

interface Histogram {
	readonly identity: TrafficIdentity;
	readonly viewpoint: Viewpoint;
	readonly rates: Map<number, number>;
}
