import type {EdgeSample} from '../../domain/signals/edge-sample.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import {seriesKey, type TrafficIdentity} from '../../domain/signals/signals.ts';
import type {MeshAnswer} from '../contract.ts';
import {sumEdges} from '../sum-edges.ts';
import {identityOf, known, outcomeOf, viewpointOf} from './istio-labels.ts';
import {ofPreferredViewpoint} from './istio-viewpoints.ts';

/** The labels that tell who calls, and how the connection was secured. */
export const edgeLabels = ['source_workload_namespace', 'source_workload', 'connection_security_policy'] as const;

/** Turns rates by caller into edges, each from the preferred viewpoint of the called service. How connections are secured
 * is what the called side, a waypoint or ztunnel says: a caller's sidecar says `unknown`. */
export function readIstioEdges(samples: readonly MetricSample[]): MeshAnswer<readonly EdgeSample[]> {
	const {value, unmatched} = sumEdges(samples, labels => {
		const identity = identityOf(labels);
		const viewpoint = viewpointOf(labels);
		if (!identity || !viewpoint) return null;
		const policy = known(labels.connection_security_policy);
		const isSecured = policy === null ? null : policy === 'mutual_tls';
		return {identity, viewpoint, outcome: outcomeOf(labels), caller: callerOf(labels), isSecured};
	});
	const shares = securedShares(value);
	const preferred = ofPreferredViewpoint(
		value.map(edge => ({...edge, identity: edge.callee})),
		({requestsPerSecond}) => requestsPerSecond,
	);
	return {
		value: preferred.map(({identity: _, ...edge}) => {
			const share = shares.get(edgeKey(edge));
			return {...edge, securedPerSecond: share === undefined ? null : share * edge.requestsPerSecond};
		}),
		unmatched,
	};
}

/** Callers outside the mesh have no name. */
function callerOf({source_workload, source_workload_namespace}: MetricSample['labels']): TrafficIdentity | null {
	const [workload, namespace] = [known(source_workload), known(source_workload_namespace)];
	if (workload === null || namespace === null) return null;
	return {namespace, service: null, workload, version: null};
}

/** By caller and the workload that answered: a pod behind several Services reports under one of them. */
function securedShares(edges: readonly EdgeSample[]): ReadonlyMap<string, number> {
	const told = Map.groupBy(
		edges.filter(({securedPerSecond}) => securedPerSecond !== null),
		edgeKey,
	);
	return new Map(
		[...told].flatMap(([key, own]) => {
			const sum = (of: (edge: EdgeSample) => number) => own.reduce((total, edge) => total + of(edge), 0);
			const all = sum(({requestsPerSecond}) => requestsPerSecond);
			return all > 0 ? [[key, sum(({securedPerSecond}) => securedPerSecond ?? 0) / all] as const] : [];
		}),
	);
}

function edgeKey({caller, callee}: EdgeSample): string {
	const answered = callee.workload === null ? seriesKey(callee) : `${callee.namespace}/${callee.workload}`;
	return `${caller ? seriesKey(caller) : ''} > ${answered}`;
}
