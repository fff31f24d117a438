import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {linkerdQuestions} from './linkerd-questions.ts';

/** Linkerd's proxy metrics, as its own Prometheus or a PodMonitor scrapes them. */
export const linkerd: Mesh = {
	id: 'linkerd',
	title: safe`Linkerd`,
	// Other programs have a metric of this name too, but without the label for the side that counted.
	signs: [{metric: 'response_total', own: ['direction=~"inbound|outbound"']}],
	countedBy: [
		'le',
		'direction',
		'classification',
		'status_code',
		'grpc_status',
		'dst_pod',
		'dst_pod_template_hash',
		'pod',
		'pod_template_hash',
	],
	failureRule: safe`classification="failure": the proxy's own rule, HTTP 5xx and gRPC statuses that say so`,
	limits: [],
	installed: {groups: ['linkerd.io', 'policy.linkerd.io'], scrape: safe`its proxies at port 4191, /metrics`},
	evidence: {requests: 'recorded', latency: 'recorded', versions: 'recorded'},
	questions: linkerdQuestions,
};
