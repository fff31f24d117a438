import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {SeriesScope} from '../../domain/signals/series-scope.ts';
import type {MeshAnswer, Origins} from '../contract.ts';
import {readOrigins} from '../origins.ts';

/** Reads the origins, with Istio's own cluster names. A call between clusters names both, which does not matter for
 * a question. But a caller's proxy reports its own cluster as `source_cluster`, so several values among callers'
 * reports mean reports from several clusters. */
export function readIstioOrigins(samples: readonly MetricSample[], scope: SeriesScope): MeshAnswer<Origins> {
	const {value, unmatched} = readOrigins(samples, scope);
	if (scope.clusterLabels.includes(reportingCluster)) return {value, unmatched};
	const callers = new Set(
		samples.flatMap(({labels}) => {
			const cluster = labels.reporter === 'source' ? labels[reportingCluster] : undefined;
			return cluster === undefined || cluster === '' || cluster === 'unknown' ? [] : [cluster];
		}),
	);
	if (callers.size === 0) return {value, unmatched};
	const clusters = [...value.clusters, {label: reportingCluster, values: [...callers].sort()}];
	return {value: {...value, clusters}, unmatched};
}

const reportingCluster = 'source_cluster';
