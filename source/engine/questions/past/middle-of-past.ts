import {type LatencySample, seriesKey, type TrafficSample} from '../../../domain/signals/signals.ts';
import {sumBuckets} from '../../../domain/signals/sum-buckets.ts';
import {histogramQuantile} from '../../../statistics/histogram.ts';
import type {Measured} from '../../state/metrics-state.ts';

/** For each series without its version, its figures at the time whose failure ratio is the middle one: a single
 * incident among the times changes nothing. Of two times the one that failed less is taken. */
export function middleOf(instants: readonly Measured<readonly TrafficSample[]>[]): readonly TrafficSample[] {
	return middles(instants, addTraffic, ratioOf, ({requestsPerSecond}) => requestsPerSecond > 0);
}

/** The same for histograms: the time whose 95th percentile is the middle one. */
export function middleLatency(instants: readonly Measured<readonly LatencySample[]>[]): readonly LatencySample[] {
	return middles(instants, addLatency, slownessOf, ({buckets}) => (buckets.at(-1)?.perSecond ?? 0) > 0);
}

type Sample = TrafficSample | LatencySample;

function middles<S extends Sample>(
	instants: readonly Measured<readonly S[]>[],
	add: (one: S, other: S) => S,
	measure: (sample: S) => number,
	isBusy: (sample: S) => boolean,
): readonly S[] {
	const times = new Map<string, S[]>();
	for (const {value} of instants) {
		for (const [key, sample] of withoutVersions(value, add)) {
			const known = times.get(key);
			if (known) known.push(sample);
			else times.set(key, [sample]);
		}
	}
	return [...times.values()].flatMap(samples => {
		const busy = samples.filter(isBusy);
		const sorted = (busy.length > 0 ? busy : samples).toSorted((one, other) => measure(one) - measure(other));
		return sorted[Math.floor((sorted.length - 1) / 2)] ?? [];
	});
}

/** Versions of the past are not those of now: only their sum can be compared. */
function withoutVersions<S extends Sample>(
	samples: readonly S[],
	add: (one: S, other: S) => S,
): ReadonlyMap<string, S> {
	const sums = new Map<string, S>();
	for (const sample of samples) {
		const {identity, mesh, viewpoint} = sample;
		// Where the metrics know no Service, the workload is the only name.
		const workload = identity.service === null ? identity.workload : null;
		const own = {...sample, identity: {...identity, workload, version: null}};
		const key = `${mesh ?? ''} ${viewpoint} ${seriesKey(own.identity)}`;
		const known = sums.get(key);
		sums.set(key, known ? add(known, own) : own);
	}
	return sums;
}

function addTraffic({outcomes, ...one}: TrafficSample, other: TrafficSample): TrafficSample {
	return {
		...one,
		...(outcomes && other.outcomes && {outcomes: [...outcomes, ...other.outcomes]}),
		requestsPerSecond: one.requestsPerSecond + other.requestsPerSecond,
		errorsPerSecond: one.errorsPerSecond + other.errorsPerSecond,
	};
}

function addLatency(one: LatencySample, other: LatencySample): LatencySample {
	return {...one, buckets: sumBuckets([one.buckets, other.buckets]) ?? one.buckets};
}

function ratioOf({requestsPerSecond, errorsPerSecond}: TrafficSample): number {
	return requestsPerSecond > 0 ? errorsPerSecond / requestsPerSecond : 0;
}

function slownessOf({buckets}: LatencySample): number {
	const found = histogramQuantile(buckets, 0.95);
	return found.kind === 'value' ? found.valueMs : found.kind === 'aboveLastBound' ? found.boundMs : 0;
}
