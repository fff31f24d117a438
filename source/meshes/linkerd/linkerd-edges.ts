import type {EdgeSample} from '../../domain/signals/edge-sample.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficIdentity} from '../../domain/signals/signals.ts';
import type {MeshAnswer} from '../contract.ts';
import {withPodSet} from '../families/pod-set.ts';
import {knownLabel} from '../samples.ts';
import {firstOf} from '../slices.ts';
import {sumEdges} from '../sum-edges.ts';
import {identityOf, outcomeOf, viewpointOf} from './linkerd-labels.ts';

/** The caller's pod without its suffix. */
const callerSetLabel = 'caller_pod_set';
/** What the scrape calls the caller's workload. Linkerd's own scrape names it; one of another kind only the pod. */
export const workloadLabels = ['deployment', 'statefulset', 'daemonset', callerSetLabel];

/** The labels that tell who calls, and how the connection was secured. */
export const edgeLabels = ['namespace', ...workloadLabels, 'tls'];

/** Adds the label by which a caller is known where its workload is not. */
export function withCallerSet(series: string): string {
	return withPodSet(series, callerSetLabel, 'pod');
}

/** Turns rates of callers' proxies into edges. `tls="true"` is the only value that means mutual TLS. */
export function readLinkerdEdges(samples: readonly MetricSample[]): MeshAnswer<readonly EdgeSample[]> {
	return sumEdges(samples, labels => {
		const identity = identityOf(labels);
		const viewpoint = viewpointOf(labels);
		if (!identity || !viewpoint) return null;
		const tls = knownLabel(labels.tls);
		const isSecured = tls === null ? null : tls === 'true';
		return {identity, viewpoint, outcome: outcomeOf(labels), caller: callerOf(labels), isSecured};
	});
}

function callerOf(labels: MetricSample['labels']): TrafficIdentity | null {
	const [namespace, workload] = [knownLabel(labels.namespace), firstOf(labels, workloadLabels)];
	return namespace === null || workload === null ? null : {namespace, service: null, workload, version: null};
}
