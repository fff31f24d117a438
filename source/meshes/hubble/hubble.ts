import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {hubbleFamilies} from './hubble-families.ts';
import {hubbleQuestions} from './hubble-questions.ts';

/** Cilium Hubble's metrics of HTTP, which Cilium's proxies see where a policy for layer 7 leads traffic through them. */
export const hubble: Mesh = {
	id: 'hubble',
	title: safe`Cilium Hubble`,
	// Without the labels of what was called there is no service.
	signs: hubbleFamilies.map(({counter, own}) => ({metric: counter, own: [...own, 'status!=""']})),
	countedBy: ['le', 'status', 'reporter', 'source_workload', 'source_pod', 'destination_workload', 'destination_pod'],
	failureRule: safe`status 5xx; a gRPC call that fails with the HTTP status 200 is not seen`,
	limits: [
		{code: 'inside', text: safe`Hubble counts only HTTP that a policy for layer 7 makes visible`},
		{code: 'unanswered', text: safe`Hubble counts requests when they are answered`},
	],
	evidence: {requests: 'source', latency: 'source', versions: 'source'},
	remains: {
		metricNames: ['hubble_http_(requests|responses)_total', 'hubble_flows_processed_total'],
		describe(metricNames) {
			if (metricNames.some(name => name.startsWith('hubble_http')))
				return safe`Cilium Hubble counts HTTP but does not name workloads: set hubble.metrics.enabled to httpV2:labelsContext=source_namespace,source_workload,destination_namespace,destination_workload`;
			return safe`Cilium Hubble counts no HTTP: add httpV2 to hubble.metrics.enabled, and a policy for layer 7`;
		},
	},
	questions(scope, signs) {
		const present = hubbleFamilies.filter(({counter}) => signs?.includes(counter) ?? true);
		return hubbleQuestions(present, scope);
	},
};
