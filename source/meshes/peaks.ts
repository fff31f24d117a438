import type {MetricSample} from '../domain/signals/metric-sample.ts';
import {preferredViewpoint, type Viewpoint} from '../domain/signals/signals.ts';
import {isCount} from './samples.ts';

/** The only peak of an answer. Of several each is of another cluster that reported within that time, though not now:
 * which one is meant is unknown. */
export function onlyPeak(samples: readonly MetricSample[]): number | null {
	const [peak, ...others] = samples.map(({value}) => value).filter(isCount);
	return peak === undefined || others.length > 0 ? null : peak;
}

/** The peak as the preferred viewpoint counted it; null where one viewpoint has several, as above. */
export function preferredPeak(samples: readonly MetricSample[], viewpointOf: ViewpointOf): number | null {
	const peaks = peaksOf(samples, viewpointOf);
	const viewpoint = peaks && preferredViewpoint(peaks);
	return viewpoint ? (peaks.get(viewpoint) ?? null) : null;
}

/** The peak of whichever viewpoint counted the most, where each may have seen only a part; else the same. */
export function highestPeak(samples: readonly MetricSample[], viewpointOf: ViewpointOf): number | null {
	const peaks = peaksOf(samples, viewpointOf);
	return peaks && peaks.size > 0 ? Math.max(...peaks.values()) : null;
}

type ViewpointOf = (labels: MetricSample['labels']) => Viewpoint | null;

function peaksOf(samples: readonly MetricSample[], viewpointOf: ViewpointOf): ReadonlyMap<Viewpoint, number> | null {
	const peaks = new Map<Viewpoint, number>();
	for (const {labels, value} of samples) {
		const viewpoint = viewpointOf(labels);
		if (!viewpoint || !isCount(value)) continue;
		if (peaks.has(viewpoint)) return null;
		peaks.set(viewpoint, value);
	}
	return peaks;
}
