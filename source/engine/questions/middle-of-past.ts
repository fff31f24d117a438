import type {TrafficSample} from '../../domain/signals.ts';
import type {Measured} from '../state/state.ts';

/** For each series without its version, its figures at the time whose failure ratio is the middle one: a single
 * incident among the times changes nothing. Of two times the one that failed less is taken. */
export function middleOf(instants: readonly Measured<readonly TrafficSample[]>[]): readonly TrafficSample[] {
	const times = new Map<string, TrafficSample[]>();
	for (const {value} of instants) {
		for (const [key, sample] of withoutVersions(value)) {
			const known = times.get(key);
			if (known) known.push(sample);
			else times.set(key, [sample]);
		}
	}
	return [...times.values()].flatMap(samples => {
		const busy = samples.filter(({requestsPerSecond}) => requestsPerSecond > 0);
		const sorted = (busy.length > 0 ? busy : samples).toSorted((one, other) => ratioOf(one) - ratioOf(other));
		return sorted[Math.floor((sorted.length - 1) / 2)] ?? [];
	});
}

/** Versions of the past are not those of now: only their sum can be compared. */
function withoutVersions(samples: readonly TrafficSample[]): ReadonlyMap<string, TrafficSample> {
	const sums = new Map<string, TrafficSample>();
	for (const sample of samples) {
		const {identity, mesh, viewpoint} = sample;
		// Where the metrics know no Service, the workload is the only name.
		const workload = identity.service === null ? identity.workload : null;
		const key = [mesh ?? '', viewpoint, identity.namespace, identity.service ?? '', workload ?? ''].join('|');
		const known = sums.get(key);
		sums.set(key, {
			...sample,
			identity: {...identity, workload, version: null},
			requestsPerSecond: (known?.requestsPerSecond ?? 0) + sample.requestsPerSecond,
			errorsPerSecond: (known?.errorsPerSecond ?? 0) + sample.errorsPerSecond,
		});
	}
	return sums;
}

function ratioOf({requestsPerSecond, errorsPerSecond}: TrafficSample): number {
	return requestsPerSecond > 0 ? errorsPerSecond / requestsPerSecond : 0;
}
