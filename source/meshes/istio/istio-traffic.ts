import type {MetricSample} from '../../domain/metric-sample.ts';
import {
	preferredViewpoint,
	seriesKey,
	type TrafficIdentity,
	type TrafficSample,
	type Viewpoint,
} from '../../domain/signals.ts';
import type {MeshAnswer} from '../contract.ts';
import {entry} from '../samples.ts';
import {identityOf, isFailure, viewpointOf} from './istio-labels.ts';

/** Turns rates by response code into requests and errors of each identity, from the preferred viewpoint of its
 * service. */
export function readIstioTraffic(samples: readonly MetricSample[]): MeshAnswer<readonly TrafficSample[]> {
	const services = new Map<string, Map<Viewpoint, Map<string, Sum>>>();
	let unmatched = 0;
	for (const {labels, value} of samples) {
		const identity = identityOf(labels);
		const viewpoint = viewpointOf(labels);
		if (!identity || !viewpoint || !Number.isFinite(value) || value < 0) {
			unmatched += 1;
			continue;
		}
		const viewpoints = entry(services, `${identity.namespace}/${identity.service}`, () => new Map());
		const sums = entry(viewpoints, viewpoint, () => new Map());
		const sum = entry(sums, seriesKey(identity), () => ({identity, requestsPerSecond: 0, errorsPerSecond: 0}));
		sum.requestsPerSecond += value;
		if (isFailure(labels)) sum.errorsPerSecond += value;
	}
	return {value: [...services.values()].flatMap(ofPreferredViewpoint), unmatched};
}

interface Sum {
	readonly identity: TrafficIdentity;
	requestsPerSecond: number;
	errorsPerSecond: number;
}

function ofPreferredViewpoint(viewpoints: ReadonlyMap<Viewpoint, ReadonlyMap<string, Sum>>): readonly TrafficSample[] {
	const perSecond = new Map(Array.from(viewpoints, ([viewpoint, sums]) => [viewpoint, totalOf(sums)]));
	const viewpoint = preferredViewpoint(perSecond);
	if (viewpoint === null) return [];
	return Array.from(viewpoints.get(viewpoint)?.values() ?? [], sum => ({...sum, viewpoint}));
}

function totalOf(sums: ReadonlyMap<string, Sum>): number {
	let total = 0;
	for (const {requestsPerSecond} of sums.values()) total += requestsPerSecond;
	return total;
}
