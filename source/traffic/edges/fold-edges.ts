import type {AnchorKey, RevisionKey} from '../../domain/cluster/keys.ts';
import type {EdgeSample} from '../../domain/signals/edge-sample.ts';
import {type MeshId, standpointOf, standpoints} from '../../domain/signals/mesh-id.ts';
import {preferredViewpoint, type TrafficIdentity, type Viewpoint} from '../../domain/signals/signals.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {AnchorIndex} from '../anchor-index.ts';
import {attributeRevision} from '../attribute-revision.ts';
import type {RowTraffic} from '../row-traffic.ts';
import {type Caller, type CallersOf, callerId, type Edge, type EdgeFigures, type FoldedEdges} from './edge.ts';

/** Folds what the meshes tell into edges between rows. Of a row's callers one mesh tells, from one viewpoint: that of the
 * row's figures where it tells any, so that edges and figures count the same requests. Nothing is added over meshes or
 * viewpoints. `order`: the operator's order of meshes; null if none is given. */
export function foldEdges(
	index: AnchorIndex,
	samples: readonly EdgeSample[],
	rows: ReadonlyMap<AnchorKey, RowTraffic>,
	order: readonly MeshId[] | null = null,
): FoldedEdges {
	const into = new Map<AnchorKey, CallersOf>();
	for (const [callee, own] of Map.groupBy(samples, ({callee}) => index.anchorOfIdentity(callee)?.key)) {
		if (callee === undefined) continue;
		const row = rows.get(callee);
		const mesh = chosenMesh(own, row, order);
		const ofMesh = own.filter(sample => (sample.mesh ?? null) === mesh);
		const viewpoint = chosenViewpoint(ofMesh, row && (row.mesh ?? mesh) === mesh ? row.viewpoint : null);
		const chosen = ofMesh.filter(sample => sample.viewpoint === viewpoint);
		into.set(callee, {mesh, edges: edgesOf(index, callee, chosen)});
	}
	const all = [...into.values()].flatMap(({edges}) => edges);
	const from = Map.groupBy(
		all.filter(({caller}) => caller.key !== null),
		({caller}) => caller.key as AnchorKey,
	);
	return {into, from: new Map([...from].map(([key, edges]) => [key, edges.toSorted(byRequests)]))};
}

/** That of the row's figures; else the first in the operator's order; else the one closest to all requests, and of two
 * that are equally close the one that counts more. A mesh that counts none yields to one that counts some. */
function chosenMesh(
	samples: readonly EdgeSample[],
	row: RowTraffic | undefined,
	order: readonly MeshId[] | null,
): MeshId | null {
	const requests = new Map<MeshId, number>();
	for (const {mesh, requestsPerSecond} of samples)
		if (mesh !== undefined) requests.set(mesh, (requests.get(mesh) ?? 0) + requestsPerSecond);
	const busy = [...requests].filter(([, perSecond]) => perSecond > 0);
	const told = new Map(busy.length > 0 ? busy : requests);
	if (row?.mesh !== undefined && told.has(row.mesh)) return row.mesh;
	const first = order?.find(mesh => told.has(mesh));
	if (first !== undefined) return first;
	const closeness = (mesh: MeshId) => standpoints.indexOf(standpointOf[mesh]);
	const [closest] = [...told].toSorted(
		([one, many], [other, more]) => closeness(one) - closeness(other) || more - many,
	);
	return closest?.[0] ?? null;
}

/** The wanted one where it tells callers; else the preferred one of those that do. */
function chosenViewpoint(samples: readonly EdgeSample[], wanted: Viewpoint | null): Viewpoint | null {
	const perSecond = new Map<Viewpoint, number>();
	for (const {viewpoint, requestsPerSecond} of samples)
		perSecond.set(viewpoint, (perSecond.get(viewpoint) ?? 0) + requestsPerSecond);
	return wanted !== null && (perSecond.get(wanted) ?? 0) > 0 ? wanted : preferredViewpoint(perSecond);
}

function edgesOf(index: AnchorIndex, callee: AnchorKey, samples: readonly EdgeSample[]): readonly Edge[] {
	const callers = Map.groupBy(
		samples.map(sample => ({sample, caller: callerOf(index, sample.caller)})),
		({caller}) => callerId(caller),
	);
	return [...callers.values()]
		.flatMap(own => {
			const [first] = own;
			if (!first) return [];
			const calls = own.map(({sample}) => sample);
			return [{caller: first.caller, callee, figures: figuresOf(calls), versions: versionsOf(index, calls)}];
		})
		.toSorted(byRequests);
}

function callerOf(index: AnchorIndex, identity: TrafficIdentity | null): Caller {
	if (!identity) return {key: null, name: null};
	const {namespace, service, workload, told} = identity;
	const name = told?.text ?? workload ?? service;
	if (name === null) return {key: null, name: null};
	const within = told?.namespace ?? namespace;
	return {
		key: index.anchorOfIdentity(identity)?.key ?? null,
		name: within === '' ? name : safe`${within}/${name}`,
	};
}

function versionsOf(index: AnchorIndex, samples: readonly EdgeSample[]): Edge['versions'] {
	const byVersion = new Map<RevisionKey, EdgeSample[]>();
	for (const sample of samples) {
		const anchor = index.anchorOfIdentity(sample.callee);
		const attribution = anchor && attributeRevision(anchor, sample.callee);
		if (attribution?.kind === 'shared' && sample.requestsPerSecond > 0) return null;
		if (attribution?.kind !== 'revision') continue;
		byVersion.set(attribution.key, [...(byVersion.get(attribution.key) ?? []), sample]);
	}
	return new Map([...byVersion].map(([key, own]) => [key, figuresOf(own)]));
}

function figuresOf(samples: readonly EdgeSample[]): EdgeFigures {
	let [requestsPerSecond, errorsPerSecond, secured, tookMs] = [0, 0, 0, 0];
	let [isKnown, isTimed] = [true, true];
	for (const sample of samples) {
		requestsPerSecond += sample.requestsPerSecond;
		errorsPerSecond += sample.errorsPerSecond;
		secured += sample.securedPerSecond ?? 0;
		tookMs += sample.requestsPerSecond * (sample.meanMs ?? 0);
		if (sample.meanMs === undefined && sample.requestsPerSecond > 0) isTimed = false;
		// Of a part nobody knows: then the share of all is not known either.
		if (sample.securedPerSecond === null && sample.requestsPerSecond > 0) isKnown = false;
	}
	const securedShare = isKnown && requestsPerSecond > 0 ? Math.min(1, secured / requestsPerSecond) : 'unknown';
	const meanMs = isTimed && requestsPerSecond > 0 ? tookMs / requestsPerSecond : null;
	return {requestsPerSecond, errorsPerSecond, securedShare, meanMs};
}

function byRequests(one: Edge, other: Edge): number {
	const order = other.figures.requestsPerSecond - one.figures.requestsPerSecond;
	if (order !== 0) return order;
	return callerId(one.caller) + one.callee < callerId(other.caller) + other.callee ? -1 : 1;
}
