import type {MetricSample} from '../domain/signals/metric-sample.ts';
import type {SeriesScope} from '../domain/signals/series-scope.ts';
import {type SafeText, safe} from '../domain/text/safe-text.ts';
import type {MeshAnswer, Origins} from './contract.ts';

/** The labels that an answer must be grouped by to tell where its series come from. */
export function originLabels({clusterLabels, replicaLabels}: SeriesScope): readonly string[] {
	return [...clusterLabels, ...replicaLabels];
}

/** Reads where the series come from, out of an answer that is grouped by `originLabels`. */
export function readOrigins(samples: readonly MetricSample[], scope: SeriesScope): MeshAnswer<Origins> {
	const clusters = scope.clusterLabels
		.map(label => ({label, values: valuesOf(label, samples)}))
		.filter(({values}) => values.some(value => value !== ''));
	const copiesBy = scope.replicaLabels.filter(label => valuesOf(label, samples).some(value => value !== ''));
	return {value: {found: samples.length, clusters, copiesBy}, unmatched: 0};
}

function valuesOf(label: string, samples: readonly MetricSample[]): readonly SafeText[] {
	return [...new Set(samples.map(({labels}) => labels[label] ?? safe``))].sort();
}
