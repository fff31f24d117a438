import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {envoyFailureRule, envoySigns} from '../envoy/envoy-mesh.ts';
import {envoyQuestions} from '../envoy/envoy-questions.ts';
import {classes, codes} from '../envoy/envoy-requests.ts';
import {callerQuestions} from './consul-callers.ts';
import {consulClusters} from './consul-clusters.ts';

/** Consul's sidecars: callers count, by the service and the subset that they call. */
export const consul: Mesh = {
	id: 'consul',
	title: safe`Consul`,
	// A sidecar that calls nothing has no label of a destination.
	signs: envoySigns(['consul_source_service!=""']),
	countedBy: ['le', codes.label, classes.label, ...consulClusters.by],
	failureRule: envoyFailureRule,
	limits: [
		{
			code: 'outside',
			text: safe`Consul counts what its sidecars and gateways call: it misses requests that come from outside of the mesh`,
		},
	],
	installed: {groups: ['consul.hashicorp.com'], scrape: safe`its sidecars at port 20200, /metrics`},
	evidence: {requests: 'recorded', latency: 'recorded', versions: 'documentation'},
	questions: (scope, signs) => ({
		...envoyQuestions(consulClusters, scope, signs),
		...callerQuestions(scope, signs),
	}),
};
