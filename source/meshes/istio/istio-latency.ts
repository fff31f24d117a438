import type {MetricSample} from '../../domain/metric-sample.ts';
import type {NamedService} from '../../domain/service-host.ts';
import {
	type LatencySample,
	preferredViewpoint,
	seriesKey,
	type TrafficIdentity,
	type Viewpoint,
} from '../../domain/signals.ts';
import type {MeshAnswer} from '../contract.ts';
import {boundOf, bucketsOf, entry} from '../samples.ts';
import {identityOf, viewpointOf} from './istio-labels.ts';

/** Turns rates by `le` into histograms of the named services, each from its preferred viewpoint. */
export function readIstioLatency(
	samples: readonly MetricSample[],
	services: readonly NamedService[],
): MeshAnswer<readonly LatencySample[]> {
	const named = new Set(services.map(({namespace, name}) => `${namespace}/${name}`));
	const found = new Map<string, Map<Viewpoint, Map<string, Histogram>>>();
	let unmatched = 0;
	for (const {labels, value} of samples) {
		const identity = identityOf(labels);
		const viewpoint = viewpointOf(labels);
		const upperMs = boundOf(labels.le);
		if (!identity || !viewpoint || upperMs === null || !Number.isFinite(value) || value < 0) {
			unmatched += 1;
			continue;
		}
		const service = `${identity.namespace}/${identity.service}`;
		if (!named.has(service)) continue;
		const histograms = entry(
			entry(found, service, () => new Map()),
			viewpoint,
			() => new Map<string, Histogram>(),
		);
		const {rates} = entry(histograms, seriesKey(identity), () => ({identity, rates: new Map<number, number>()}));
		// Servers of different versions write the same bound as `1` or as `1.0`; add their counts.
		rates.set(upperMs, (rates.get(upperMs) ?? 0) + value);
	}
	return {value: [...found.values()].flatMap(ofPreferredViewpoint), unmatched};
}

interface Histogram {
	readonly identity: TrafficIdentity;
	readonly rates: Map<number, number>;
}

function ofPreferredViewpoint(
	viewpoints: ReadonlyMap<Viewpoint, ReadonlyMap<string, Histogram>>,
): readonly LatencySample[] {
	const perSecond = new Map(Array.from(viewpoints, ([viewpoint, histograms]) => [viewpoint, totalOf(histograms)]));
	const viewpoint = preferredViewpoint(perSecond);
	if (viewpoint === null) return [];
	return Array.from(viewpoints.get(viewpoint)?.values() ?? [], ({identity, rates}) => ({
		identity,
		viewpoint,
		buckets: bucketsOf(rates),
	}));
}

function totalOf(histograms: ReadonlyMap<string, Histogram>): number {
	let total = 0;
	for (const {rates} of histograms.values()) total += rates.get(Number.POSITIVE_INFINITY) ?? 0;
	return total;
}
