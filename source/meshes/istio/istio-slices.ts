import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {FailureRule} from '../../domain/settings/failure-rule.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {SeriesScope} from '../../domain/signals/series-scope.ts';
import type {SliceDimension, SliceSample} from '../../domain/signals/slice-sample.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {MeshQuery} from '../contract.ts';
import {anyOf, rateOf} from '../promql.ts';
import {firstOf, markFailed, type SlicePiece, slicesQuery} from '../slices.ts';
import {grpcPattern, httpPattern} from '../status-pattern.ts';
import {identityLabels, identityOf, known, viewpointOf} from './istio-labels.ts';
import {named, ratesTo} from './istio-selectors.ts';

/** Requests by response flag, by caller, and by pod. A pod is the scrape's label, and so names the called pod only where
 * the callee's proxy counts. */
export function istioSlices(
	services: readonly NamedService[],
	seconds: number,
	scope: SeriesScope,
	rule: FailureRule | null,
): MeshQuery<readonly SliceSample[]> {
	const failed = (rates: string) =>
		markFailed(markFailed(rates, 'response_code', byHttp(rule)), 'grpc_response_status', byGrpc(rule));
	const all = failed(ratesTo(services, 'istio_requests_total', seconds, scope));
	const ofCallees = ['reporter="destination"', ...anyOf(named, services)];
	const pieces: readonly SlicePiece[] = [
		{
			name: 'flag',
			rates: all,
			by: ['reporter', ...identityLabels, 'response_flags'],
			read: labels => sliceOf(labels, 'flag', known(labels.response_flags)),
		},
		{
			name: 'caller',
			rates: all,
			by: ['reporter', ...identityLabels, 'source_workload_namespace', 'source_workload'],
			read: labels => sliceOf(labels, 'caller', callerOf(labels)),
		},
		{
			name: 'pod',
			rates: failed(rateOf('istio_requests_total', ofCallees, seconds, scope)),
			by: ['reporter', 'destination_workload_namespace', 'destination_workload', ...podLabels],
			read: podSlice,
		},
	];
	return slicesQuery(pieces, seconds);
}

/** The code 0 is that of requests without an answer: these fail by any rule. */
function byHttp(rule: FailureRule | null): string {
	const part = rule?.http;
	if (!part) return '5..|0';
	return part.isBesideOwn ? `5..|0|${httpPattern(part)}` : `0|${httpPattern(part)}`;
}

function byGrpc(rule: FailureRule | null): string {
	const part = rule?.grpc;
	return !part || part.isBesideOwn ? '[^0].*|0.+' : grpcPattern(part);
}

/** How scrapes call a pod; Istio itself does not name it. `exported_pod` is the pod where another Prometheus was scraped,
 * whose own pod is then `pod`. */
const podLabels = ['exported_pod', 'pod', 'pod_name', 'kubernetes_pod_name'];

type Labels = MetricSample['labels'];

function sliceOf(labels: Labels, dimension: SliceDimension, value: SafeText | null): ReturnType<SlicePiece['read']> {
	const identity = identityOf(labels);
	const viewpoint = viewpointOf(labels);
	return identity && viewpoint && {identity, viewpoint, values: [{dimension, value}]};
}

function callerOf({source_workload_namespace, source_workload}: Labels): SafeText | null {
	const workload = known(source_workload);
	const namespace = known(source_workload_namespace);
	if (workload === null) return null;
	return namespace === null ? workload : safe`${namespace}/${workload}`;
}

/** The called Service does not tell the version here: a pod behind several reports under one of them. The pod does, by
 * what made it. */
function podSlice(labels: Labels): ReturnType<SlicePiece['read']> {
	const namespace = known(labels.destination_workload_namespace);
	const pod = firstOf(labels, podLabels);
	if (namespace === null) return null;
	const workload = pod === null ? known(labels.destination_workload) : ident(pod.replace(/-[^-]+$/, ''));
	const identity = {namespace, service: null, workload, version: null};
	return {identity, viewpoint: 'destination', values: [{dimension: 'pod', value: pod}]};
}
