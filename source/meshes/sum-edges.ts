import type {EdgeSample} from '../domain/signals/edge-sample.ts';
import type {MetricSample} from '../domain/signals/metric-sample.ts';
import {seriesKey, type TrafficIdentity} from '../domain/signals/signals.ts';
import type {MeshAnswer} from './contract.ts';
import {eachMeaning} from './each-meaning.ts';
import type {TrafficMeaning} from './meaning.ts';
import {entry} from './samples.ts';

/** What the requests of one series are about, who sent them, and whether over mutual TLS; null where that is not
 * told. */
export interface EdgeMeaning extends TrafficMeaning {
	readonly caller: TrafficIdentity | null;
	readonly isSecured: boolean | null;
}

/** Turns rates by outcome into one sample for each caller, callee and viewpoint. Series without a meaning are counted as
 * unmatched. */
export function sumEdges(
	samples: readonly MetricSample[],
	meaningOf: (labels: MetricSample['labels']) => EdgeMeaning | null,
): MeshAnswer<readonly EdgeSample[]> {
	const sums = new Map<string, Sum>();
	const unmatched = eachMeaning(
		samples,
		meaningOf,
		({caller, identity: callee, viewpoint, isSecured}, outcome, value) => {
			const key = `${viewpoint} ${caller ? seriesKey(caller) : ''} > ${seriesKey(callee)}`;
			const sum = entry(sums, key, () => ({
				caller,
				callee,
				viewpoint,
				requestsPerSecond: 0,
				errorsPerSecond: 0,
				securedPerSecond: null,
			}));
			sum.requestsPerSecond += value;
			if (outcome.isFailed) sum.errorsPerSecond += value;
			if (isSecured !== null) sum.securedPerSecond = (sum.securedPerSecond ?? 0) + (isSecured ? value : 0);
		},
	);
	return {value: [...sums.values()], unmatched};
}

interface Sum extends EdgeSample {
	requestsPerSecond: number;
	errorsPerSecond: number;
	securedPerSecond: number | null;
}
