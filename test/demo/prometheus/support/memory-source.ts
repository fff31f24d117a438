import type {Labels} from '../../../../source/demo/prometheus/promql/labels.ts';
import {compileMatchers} from '../../../../source/demo/prometheus/promql/matchers.ts';
import type {Sample, Series, SeriesSource} from '../../../../source/demo/prometheus/promql/series-source.ts';

export interface StoredSeries {
	readonly labels: Labels;
	readonly samples: readonly Sample[];
}

/** Samples as they were stored, found by plain search, so that no mistake of the world's series is repeated here. */
export const createMemorySource = (stored: readonly StoredSeries[]): SeriesSource => {
	const all = stored.map(toSeries);
	return {
		select: matchers => {
			const isSelected = compileMatchers(matchers);
			return all.filter(({labels}) => isSelected(labels));
		},
	};
};

const toSeries = ({labels, samples}: StoredSeries): Series => {
	const within = (fromMs: number, toMs: number) => samples.filter(({atMs}) => atMs >= fromMs && atMs <= toMs);
	return {labels, samples: within, newest: (fromMs, toMs) => within(fromMs, toMs).at(-1)};
};
