import {safe} from '../../domain/safe-text.ts';
import type {SeriesScope} from '../../domain/series-scope.ts';
import type {Mesh, MeshQuestions} from '../contract.ts';
import {envoyFailureRule, envoySigns} from '../envoy/envoy-mesh.ts';
import {envoyQuestions} from '../envoy/envoy-questions.ts';
import {classes, codes, requestsByClass, requestsByCode} from '../envoy/envoy-requests.ts';
import {rateOf} from '../promql.ts';
import {sumEdges} from '../sum-edges.ts';
import {callerLabels, callerOf, consulClusters} from './consul-clusters.ts';

/** Consul's sidecars: callers count, by the service and the subset that they call. */
export const consul: Mesh = {
	id: 'consul',
	title: safe`Consul`,
	// A sidecar that calls nothing has no label of a destination.
	signs: envoySigns(['consul_source_service!=""']),
	countedBy: ['le', codes.label, classes.label, ...consulClusters.by],
	failureRule: envoyFailureRule,
	limits: [],
	questions: (scope, signs) => ({
		...envoyQuestions(consulClusters, scope, signs),
		edges: windowSeconds => edgesOf(scope, signs, windowSeconds),
	}),
};

/** By classes where these are counted: every code is in one. */
function edgesOf(
	scope: SeriesScope,
	signs: readonly string[] | undefined,
	windowSeconds: number,
): ReturnType<NonNullable<MeshQuestions['edges']>> {
	const hasClasses = signs?.includes(classes.metric) ?? true;
	const {counter, own, by, endedBy, meaningOf} = (hasClasses ? requestsByClass : requestsByCode)(consulClusters);
	return {
		promql: `sum by (${[...by, ...endedBy, ...callerLabels].join(',')})(${rateOf(counter, own, windowSeconds, scope)})`,
		read: samples =>
			sumEdges(samples, labels => {
				const meaning = meaningOf(labels);
				return meaning && {...meaning, caller: callerOf(labels), isSecured: null};
			}),
	};
}
