import type {AnchorKey, RevisionKey} from '../domain/cluster/keys.ts';
import {type ChosenFailures, countedBy, untoldPerSecond} from '../domain/settings/failure-rule.ts';
import {type MeshId, standpointOf, standpoints} from '../domain/signals/mesh-id.ts';
import {type LatencySample, preferredViewpoint, type TrafficSample, type Viewpoint} from '../domain/signals/signals.ts';
import {sumBuckets} from '../domain/signals/sum-buckets.ts';
import {ident, type SafeText, safe} from '../domain/text/safe-text.ts';
import type {Anchor, AnchorIndex} from './anchor-index.ts';
import type {AnchorRevision} from './anchor-parts.ts';
import {type Attribution, attributeRevision, servingRevisions} from './attribute-revision.ts';
import type {Ambiguity, RowTraffic, TrafficFigures, TrafficSplit} from './row-traffic.ts';
import {withoutHidden} from './unresolved-names.ts';
import {wholeMeshes} from './whole-meshes.ts';

/** One poll by row and version. Rows without series are absent. */
export interface FoldedTraffic {
	readonly rows: ReadonlyMap<AnchorKey, RowTraffic>;
	/** Rows whose requests several meshes count, where the operator's order prefers none that counts them all: they
	 * have no figures. */
	readonly ambiguous: ReadonlyMap<AnchorKey, Ambiguity>;
	/** Series that fit no row. */
	readonly unmatched: number;
}

/** Folds the meshes' series into rows and versions. `order` says which mesh counts before which; null if none is
 * given: then the one that stands closest to all requests. */
export function foldTraffic(
	index: AnchorIndex,
	traffic: readonly TrafficSample[],
	latency: readonly LatencySample[] = [],
	order: readonly MeshId[] | null = null,
): FoldedTraffic {
	const gathered = new Map<AnchorKey, Gathered>();
	const unresolved = new Set<string>();
	let unmatched = 0;
	for (const sample of traffic) {
		const row = isNobody(sample) ? null : gather(gathered, index, sample);
		if (row) row.traffic.push(row.failures ? countedBy(row.failures.rule, sample) : sample);
		// A series of another namespace is none of ours; one whose Service is not found may be.
		else if (isNobody(sample) || sample.identity.told) {
			unmatched += 1;
			if (sample.identity.told && sample.requestsPerSecond > 0) unresolved.add(sample.identity.told.text);
		}
	}
	for (const sample of latency) gather(gathered, index, sample)?.latency.push(sample);
	const rows = new Map<AnchorKey, RowTraffic>();
	const ambiguous = new Map<AnchorKey, Ambiguity>();
	for (const [key, row] of gathered) {
		const busy = busyMeshes(row.traffic);
		const meshes = order ? busy : besidePods(busy);
		const byMesh = new Map(
			meshes.flatMap(mesh => {
				const folded = foldRow(index, ofMesh(row, mesh), unresolved);
				return folded ? [[mesh, {...folded, mesh}] as const] : [];
			}),
		);
		if (byMesh.size < 2) {
			const folded = byMesh.values().next().value ?? foldRow(index, row, unresolved);
			const beside = busy.filter(mesh => !byMesh.has(mesh));
			if (folded) rows.set(key, byMesh.size === 1 && beside.length > 0 ? {...folded, beside} : folded);
			continue;
		}
		const whole = wholeMeshes(byMesh, servingIn(index, row.traffic));
		const first = order ? order.find(mesh => byMesh.has(mesh)) : closest(whole);
		const chosen = first !== undefined && whole.includes(first) ? byMesh.get(first) : undefined;
		if (chosen) rows.set(key, {...chosen, beside: busy.filter(mesh => mesh !== first)});
		else ambiguous.set(key, {meshes, whole});
	}
	return {rows, ambiguous, unmatched};
}

/** Those that count beside the pods, where there are any: what else is counted of their requests, as probes by an
 * application and calls from outside by a gateway, decides nothing then. */
function besidePods(meshes: readonly MeshId[]): readonly MeshId[] {
	const own = meshes.filter(mesh => standpointOf[mesh] === 'mesh');
	return own.length > 0 ? own : meshes;
}

/** The only one of these that counts closest to all requests; none where two stand equally close. An application that
 * counts all of its requests in two ways is the same witness twice. */
function closest(meshes: readonly MeshId[]): MeshId | undefined {
	const standpoint = standpoints.find(one => meshes.some(mesh => standpointOf[mesh] === one));
	if (standpoint === 'application') return applications.find(mesh => meshes.includes(mesh));
	const [only, ...others] = meshes.filter(mesh => standpointOf[mesh] === standpoint);
	return others.length === 0 ? only : undefined;
}

/** What the operator has described goes before what perch knows by itself. */
const applications = ['own', 'opentelemetry', 'application'] as const satisfies readonly MeshId[];

/** The meshes that count requests. A mesh that counts none yields to one that does: it may be about to be removed. */
function busyMeshes(traffic: readonly TrafficSample[]): readonly MeshId[] {
	const busy = new Set<MeshId>();
	for (const {mesh, requestsPerSecond} of traffic) if (mesh !== undefined && requestsPerSecond > 0) busy.add(mesh);
	return [...busy];
}

/** The revisions that may serve the row. */
function servingIn(index: AnchorIndex, traffic: readonly TrafficSample[]): ReadonlySet<RevisionKey> {
	const releases = new Set(traffic.flatMap(({identity}) => index.anchorOfIdentity(identity)?.releases ?? []));
	return new Set([...releases].flatMap(servingRevisions).map(({key}) => key));
}

function ofMesh({traffic, latency, failures}: Gathered, mesh: MeshId): Gathered {
	return {
		failures,
		traffic: traffic.filter(sample => sample.mesh === mesh),
		latency: latency.filter(sample => sample.mesh === mesh),
	};
}

function isNobody({identity: {namespace, service, told}}: TrafficSample): boolean {
	return !told && (service === '' || namespace === '');
}

interface Gathered {
	readonly failures: ChosenFailures | undefined;
	readonly traffic: TrafficSample[];
	readonly latency: LatencySample[];
}

function gather(
	rows: Map<AnchorKey, Gathered>,
	index: AnchorIndex,
	{identity}: TrafficSample | LatencySample,
): Gathered | null {
	const anchor = index.anchorOfIdentity(identity);
	if (!anchor) return null;
	const known = rows.get(anchor.key);
	if (known) return known;
	const row: Gathered = {failures: anchor.failures, traffic: [], latency: []};
	rows.set(anchor.key, row);
	return row;
}

// Use one viewpoint for the whole row: a caller may count a request under the routed Service, and its callee under
// the apex. Both together would count it twice.
function foldRow(index: AnchorIndex, row: Gathered, unresolved: ReadonlySet<string>): RowTraffic | null {
	const perSecond = new Map<Viewpoint, number>();
	for (const {viewpoint, requestsPerSecond} of row.traffic) {
		perSecond.set(viewpoint, (perSecond.get(viewpoint) ?? 0) + requestsPerSecond);
	}
	const viewpoint = callersAreOutside(row, perSecond) ? 'destination' : preferredViewpoint(perSecond);
	if (viewpoint === null) return null;
	const traffic = row.traffic.filter(sample => sample.viewpoint === viewpoint);
	const latency = row.latency.filter(sample => sample.viewpoint === viewpoint);
	const {failures} = row;
	return {
		viewpoint,
		total: figuresOf(traffic, latency),
		split: withoutHidden(index, traffic, splitOf(index, traffic, latency), unresolved),
		...(failures && {failures: {chosen: failures, untoldPerSecond: untoldOf(failures, traffic)}}),
	};
}

function untoldOf({rule}: ChosenFailures, traffic: readonly TrafficSample[]): number {
	return traffic.reduce((sum, sample) => sum + untoldPerSecond(rule, sample), 0);
}

/** Whether callers outside the mesh, which count nothing, sent requests: the pods answered clearly more than the
 * callers inside sent. Only known where callees are counted by their pods, as by Linkerd; there both sides tell
 * versions apart. */
function callersAreOutside({traffic}: Gathered, perSecond: ReadonlyMap<Viewpoint, number>): boolean {
	if (!traffic.some(({identity}) => identity.service === null)) return false;
	return (perSecond.get('destination') ?? 0) > outsideFactor * (perSecond.get('source') ?? 0);
}

/** Tolerates a difference, as the two sides are scraped at different times. */
const outsideFactor = 1.2;

function splitOf(
	index: AnchorIndex,
	traffic: readonly TrafficSample[],
	latency: readonly LatencySample[],
): TrafficSplit {
	const attributed = traffic.map(sample => ({sample, ...placeOf(index, sample)}));
	const byKey = Map.groupBy(attributed, ({attribution}) => revisionOf(attribution));
	const serving = new Set(attributed.flatMap(({anchor}) => anchor?.releases ?? []).flatMap(servingRevisions));
	const shared = attributed.flatMap(({sample, attribution}) =>
		attribution.kind === 'shared' ? [{sample, revisions: attribution.revisions}] : [],
	);
	const [first] = shared;
	// Requests under a shared name do not spoil a split that has every version; but a missing version may be among
	// them.
	const isHidden =
		shared.some(({sample}) => sample.requestsPerSecond > 0) && [...serving].some(({key}) => !byKey.has(key));
	if (first && (isHidden || [...byKey.keys()].every(key => key === null))) {
		return {kind: 'cannotTell', because: sharedIdentity(first.revisions)};
	}
	const latencyByKey = Map.groupBy(latency, sample => revisionOfSample(index, sample));
	const byRevision = new Map<RevisionKey, TrafficFigures>();
	for (const [key, parts] of byKey) {
		if (key === null) continue;
		byRevision.set(
			key,
			figuresOf(
				parts.map(({sample}) => sample),
				latencyByKey.get(key) ?? [],
			),
		);
	}
	return {kind: 'known', byRevision};
}

/** The version that a sample counts for; null where it counts for none, or for several. */
export function revisionOfSample(index: AnchorIndex, sample: Identified): RevisionKey | null {
	return revisionOf(placeOf(index, sample).attribution);
}

type Identified = Pick<TrafficSample, 'identity'>;

function placeOf(
	index: AnchorIndex,
	{identity}: Identified,
): {readonly anchor: Anchor | null; readonly attribution: Attribution} {
	const anchor = index.anchorOfIdentity(identity);
	return {anchor, attribution: anchor ? attributeRevision(anchor, identity) : {kind: 'none'}};
}

function revisionOf(attribution: Attribution): RevisionKey | null {
	return attribution.kind === 'revision' ? attribution.key : null;
}

function sharedIdentity(revisions: readonly AnchorRevision[]): SafeText {
	const names = ident(revisions.map(revision => revision.tag).join(' and '));
	return safe`the metrics report ${names} under one name`;
}

function figuresOf(traffic: readonly TrafficSample[], latency: readonly LatencySample[]): TrafficFigures {
	let requestsPerSecond = 0;
	let errorsPerSecond = 0;
	for (const sample of traffic) {
		requestsPerSecond += sample.requestsPerSecond;
		errorsPerSecond += sample.errorsPerSecond;
	}
	return {requestsPerSecond, errorsPerSecond, buckets: sumBuckets(latency.map(({buckets}) => buckets))};
}
