import type {MetricSample} from '../domain/signals/metric-sample.ts';
import type {Outcome} from '../domain/signals/outcome.ts';
import {seriesKey, type TrafficSample} from '../domain/signals/signals.ts';
import type {MeshAnswer} from './contract.ts';
import {eachMeaning} from './each-meaning.ts';
import type {TrafficMeaning} from './meaning.ts';
import {entry} from './samples.ts';

/** Turns rates by outcome into requests and failures of each identity, separately for each viewpoint: which one to
 * believe is known only once the row of each series is known. Series without a meaning are counted as unmatched. */
export function sumTraffic(
	samples: readonly MetricSample[],
	meaningOf: (labels: MetricSample['labels']) => TrafficMeaning | null,
): MeshAnswer<readonly TrafficSample[]> {
	const sums = new Map<string, Sum>();
	const unmatched = eachMeaning(samples, meaningOf, ({identity, viewpoint}, outcome, value) => {
		const sum = entry(sums, `${viewpoint} ${seriesKey(identity)}`, () => ({
			identity,
			viewpoint,
			requestsPerSecond: 0,
			errorsPerSecond: 0,
			outcomes: new Map<string, Outcome>(),
		}));
		sum.requestsPerSecond += value;
		if (outcome.isFailed) sum.errorsPerSecond += value;
		const key = `${outcome.status ?? ''} ${outcome.grpcStatus ?? ''} ${outcome.isFailed}`;
		sum.outcomes.set(key, {...outcome, perSecond: (sum.outcomes.get(key)?.perSecond ?? 0) + value});
	});
	return {value: Array.from(sums.values(), sum => ({...sum, outcomes: [...sum.outcomes.values()]})), unmatched};
}

interface Sum extends Omit<TrafficSample, 'outcomes'> {
	requestsPerSecond: number;
	errorsPerSecond: number;
	readonly outcomes: Map<string, Outcome>;
}
