import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';

/** Says which samples of an answer about rates are none: `2 series of Istio are no rates: NaN, +Inf`. They are counted
 * nowhere, so that the figures beside them are only part of what there is. Null where every sample is a rate. */
export function oddValuesText(title: SafeText, samples: readonly MetricSample[]): SafeText | null {
	// A poll of a large mesh has 40,000 samples: nothing is made for those that are rates.
	const odd = samples.filter(sample => nameOf(sample) !== null);
	if (odd.length === 0) return null;
	const names = line([...new Set(odd.map(nameOf))].join(', '));
	return odd.length === 1
		? safe`a series of ${title} is no rate: ${names}`
		: safe`${odd.length} series of ${title} are no rates: ${names}`;
}

function nameOf({value, histogram}: MetricSample): string | null {
	if (histogram) return 'a native histogram';
	if (Number.isNaN(value)) return 'NaN';
	if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
	return value < 0 ? 'less than 0' : null;
}
