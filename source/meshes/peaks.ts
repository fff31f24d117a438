import type {MetricSample} from '../domain/metric-sample.ts';
import {preferredViewpoint, type Viewpoint} from '../domain/signals.ts';
import {isCount} from './samples.ts';

/** The only peak of an answer. Of several each is of another cluster that reported within that time, though not now:
 * which one is meant is unknown. */
export function onlyPeak(samples: readonly MetricSample[]): number | null {
	const [peak, ...others] = samples.map(({value}) => value).filter(isCount);
	return peak === undefined || others.length > 0 ? null : peak;
}

/** The peak as the preferred viewpoint counted it; null where one viewpoint has several, as above. */
export function preferredPeak(
	samples: readonly MetricSample[],
	viewpointOf: (labels: MetricSample['labels']) => Viewpoint | null,
): number | null {
	const peaks = new Map<Viewpoint, number>();
	for (const {labels, value} of samples) {
		const viewpoint = viewpointOf(labels);
		if (!viewpoint || !isCount(value)) continue;
		if (peaks.has(viewpoint)) return null;
		peaks.set(viewpoint, value);
	}
	const viewpoint = preferredViewpoint(peaks);
	return viewpoint === null ? null : (peaks.get(viewpoint) ?? null);
}
