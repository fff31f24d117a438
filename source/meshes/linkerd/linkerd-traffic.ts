import type {MetricSample} from '../../domain/metric-sample.ts';
import {seriesKey, type TrafficIdentity, type TrafficSample, type Viewpoint} from '../../domain/signals.ts';
import type {MeshAnswer} from '../contract.ts';
import {entry, isCount} from '../samples.ts';
import {identityOf, isFailure, viewpointOf} from './linkerd-labels.ts';

/** Turns rates by classification into requests and failures of each identity, separately for each side: which side
 * to believe is known only once the row of each series is known. */
export function readLinkerdTraffic(samples: readonly MetricSample[]): MeshAnswer<readonly TrafficSample[]> {
	const sums = new Map<string, Sum>();
	let unmatched = 0;
	for (const {labels, value} of samples) {
		const identity = identityOf(labels);
		const viewpoint = viewpointOf(labels);
		if (!identity || !viewpoint || !isCount(value)) {
			unmatched += 1;
			continue;
		}
		const sum = entry(sums, `${viewpoint} ${seriesKey(identity)}`, () => ({
			identity,
			viewpoint,
			requestsPerSecond: 0,
			errorsPerSecond: 0,
		}));
		sum.requestsPerSecond += value;
		if (isFailure(labels)) sum.errorsPerSecond += value;
	}
	return {value: [...sums.values()], unmatched};
}

interface Sum {
	readonly identity: TrafficIdentity;
	readonly viewpoint: Viewpoint;
	requestsPerSecond: number;
	errorsPerSecond: number;
}
