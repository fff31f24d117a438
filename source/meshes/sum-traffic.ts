import type {MetricSample} from '../domain/metric-sample.ts';
import type {Outcome} from '../domain/outcome.ts';
import {seriesKey, type TrafficIdentity, type TrafficSample, type Viewpoint} from '../domain/signals.ts';
import type {MeshAnswer} from './contract.ts';
import {entry, isCount} from './samples.ts';

/** What the requests of one series are about, and how they ended. */
export interface TrafficMeaning extends SeriesMeaning {
	/** Null where the series does not tell: then its requests are not counted, since failures would be missing. */
	readonly outcome: HowEnded | null;
}

export interface SeriesMeaning {
	readonly identity: TrafficIdentity;
	readonly viewpoint: Viewpoint;
}

export type HowEnded = Omit<Outcome, 'perSecond'>;

/** Turns rates by outcome into requests and failures of each identity, separately for each viewpoint: which one to
 * believe is known only once the row of each series is known. Series without a meaning are counted as unmatched. */
export function sumTraffic(
	samples: readonly MetricSample[],
	meaningOf: (labels: MetricSample['labels']) => TrafficMeaning | null,
): MeshAnswer<readonly TrafficSample[]> {
	const sums = new Map<string, Sum>();
	let unmatched = 0;
	for (const {labels, value} of samples) {
		const meaning = isCount(value) ? meaningOf(labels) : null;
		if (!meaning?.outcome) {
			unmatched += 1;
			continue;
		}
		const {identity, viewpoint, outcome} = meaning;
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
	}
	return {value: Array.from(sums.values(), sum => ({...sum, outcomes: [...sum.outcomes.values()]})), unmatched};
}

interface Sum extends Omit<TrafficSample, 'outcomes'> {
	requestsPerSecond: number;
	errorsPerSecond: number;
	readonly outcomes: Map<string, Outcome>;
}
