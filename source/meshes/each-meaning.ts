import type {MetricSample} from '../domain/signals/metric-sample.ts';
import type {HowEnded, TrafficMeaning} from './meaning.ts';
import {isCount} from './samples.ts';

/** Hands on each count that says how requests ended, with its meaning; returns how many of the samples do not. */
export function eachMeaning<Meaning extends TrafficMeaning>(
	samples: readonly MetricSample[],
	meaningOf: (labels: MetricSample['labels']) => Meaning | null,
	take: (meaning: Meaning, outcome: HowEnded, perSecond: number) => void,
): number {
	let unmatched = 0;
	for (const {labels, value} of samples) {
		const meaning = isCount(value) ? meaningOf(labels) : null;
		if (meaning?.outcome) take(meaning, meaning.outcome, value);
		else unmatched += 1;
	}
	return unmatched;
}
