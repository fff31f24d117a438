import type {FailureRule} from '../../domain/settings/failure-rule.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {SliceSample} from '../../domain/signals/slice-sample.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {MeshQuery} from '../contract.ts';
import {firstOf, markFailed, type SlicePiece, slicesQuery} from '../slices.ts';
import {grpcPattern, httpPattern} from '../status-pattern.ts';
import {withCallerSet, workloadLabels} from './linkerd-edges.ts';
import {identityOf, viewpointOf} from './linkerd-labels.ts';

/** The rates of each side, with the labels that tell its version. */
export interface LinkerdSides {
	readonly outbound: {readonly rates: string; readonly by: readonly string[]};
	readonly inbound: {readonly rates: string; readonly by: readonly string[]};
}

/** Requests by caller, pod and zone as callers count them, and by pod and route as callees do. */
export function linkerdSlices(
	{outbound, inbound}: LinkerdSides,
	seconds: number,
	rule: FailureRule | null,
): MeshQuery<readonly SliceSample[]> {
	const failed = (rates: string) => (rule ? markedBy(rule, rates) : markFailed(rates, 'classification', 'failure'));
	const pieces: readonly SlicePiece[] = [
		{
			name: 'caller',
			rates: failed(withCallerSet(outbound.rates)),
			by: [...outbound.by, 'namespace', ...workloadLabels],
			read: labels => sliceOf(labels, [{dimension: 'caller', value: callerOf(labels)}]),
		},
		{
			name: 'called',
			rates: failed(outbound.rates),
			by: [...outbound.by, 'dst_pod', 'dst_zone'],
			read: labels =>
				sliceOf(labels, [
					{dimension: 'pod', value: firstOf(labels, ['dst_pod'])},
					{dimension: 'zone', value: firstOf(labels, ['dst_zone'])},
				]),
		},
		{
			name: 'callee',
			rates: failed(inbound.rates),
			by: [...inbound.by, 'pod', 'route_kind', 'route_name'],
			read: labels =>
				sliceOf(labels, [
					{dimension: 'pod', value: firstOf(labels, ['pod'])},
					{dimension: 'route', value: routeOf(labels)},
				]),
		},
	];
	return slicesQuery(pieces, seconds);
}

/** By all that the proxy says of how a request ended, together: `failure/503/`, `success/200/5`. */
function markedBy({http, grpc}: FailureRule, rates: string): string {
	const patterns = [
		...(http ? [`[^/]*/(?:${httpPattern(http)})/.*`, 'failure//0?'] : []),
		...(!http || http.isBesideOwn ? ['failure/[^/]*/0?', 'failure/5[^/]*/.*'] : []),
		...(grpc ? [`[^/]*/[^/]*/(?:${grpcPattern(grpc)})`] : []),
		...(!grpc || grpc.isBesideOwn ? ['failure/[^/]*/(?:[^0].*|0.+)'] : []),
	];
	const joined = `label_join(${rates},"${endedLabel}","/","classification","status_code","grpc_status")`;
	return markFailed(joined, endedLabel, patterns.join('|'));
}

const endedLabel = 'ended';

type Labels = MetricSample['labels'];
type Slice = NonNullable<ReturnType<SlicePiece['read']>>;

function sliceOf(labels: Labels, values: Slice['values']): Slice | null {
	const identity = identityOf(labels);
	const viewpoint = viewpointOf(labels);
	return identity && viewpoint && {identity, viewpoint, values};
}

function callerOf(labels: Labels): SafeText | null {
	const workload = firstOf(labels, workloadLabels);
	const namespace = firstOf(labels, ['namespace']);
	if (workload === null) return null;
	return namespace === null ? workload : safe`${namespace}/${workload}`;
}

/** `default` is the proxy's own name for requests that no route matched. */
function routeOf(labels: Labels): SafeText | null {
	return labels.route_kind === 'default' ? null : firstOf(labels, ['route_name']);
}
