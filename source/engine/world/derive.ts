import type {ClusterId, ReleaseKey} from '../../domain/keys.ts';
import type {MeshId} from '../../domain/mesh-id.ts';
import type {UnreadObject} from '../../domain/read-object.ts';
import type {Release} from '../../domain/release.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {TrafficSample} from '../../domain/signals.ts';
import {SERVICES} from '../../kinds/service.ts';
import type {ReleaseBackend} from '../../releases/contract.ts';
import {type AnchorIndex, indexAnchors} from '../../traffic/anchor-index.ts';
import {type FoldedTraffic, foldTraffic} from '../../traffic/fold-traffic.ts';
import {foldRows, type Rows} from '../../traffic/rows.ts';
import {trafficOf} from '../questions/poll.ts';
import {serverTime} from '../state/server-time.ts';
import type {State} from '../state/state.ts';
import {sameInputs} from './assemble-once.ts';
import {effectiveNamespaces} from './effective-namespaces.ts';
import {type Anchored, createReleaseFinder} from './find-releases.ts';
import {recentlyReweighted} from './last-change.ts';
import {createSnapshots, type IndexedSnapshot} from './snapshot.ts';

/** What perch derives from the state; each value is remembered while its inputs stay the same. */
export interface Derivation {
	snapshot(state: State): IndexedSnapshot;
	/** By key, without releases that are a part of another release that perch shows. */
	releases(state: State): ReadonlyMap<ReleaseKey, Release>;
	/** For each release that belongs to something that perch does not show: the owner, named when its verbs are
	 * refused. */
	claims(state: State): ReadonlyMap<ReleaseKey, SafeText>;
	/** For each release that an unreadable object may own: that object. Its verbs are refused as well. */
	possibleOwners(state: State): ReadonlyMap<ReleaseKey, UnreadObject>;
	/** Releases, and parts of releases, that are not at rest, each by its own object. */
	moving(state: State): readonly Anchored[];
	/** Objects that are parts of a release that perch shows, by the release. */
	parts(state: State): ReadonlyMap<ReleaseKey, readonly Anchored[]>;
	anchors(state: State): AnchorIndex;
	/** For samples of the past: by the Service's role in the release, since its selector may have led elsewhere
	 * then. */
	pastAnchors(state: State): AnchorIndex;
	/** By which the last poll is folded: as `anchors`, but past roles count where a weight changed within its window. */
	polledAnchors(state: State): AnchorIndex;
	rows(state: State): Rows;
	/** The last poll by row and version; null before the first. */
	traffic(state: State): FoldedTraffic | null;
	/** The figures that rows are ordered by; null before the first poll. */
	orderingTraffic(state: State): FoldedTraffic | null;
	/** Computes a value once for each state, whichever caller asks. `slot` names the value. */
	remember<T>(state: State, slot: string, compute: () => T): T;
	/** Computes a value again only when one of the inputs is another. `slot` names the value. */
	rememberWhile<T>(slot: string, inputs: readonly unknown[], compute: () => T): T;
}

/** One shared array, because inputs are compared by identity. */
const nothingMeasured: readonly TrafficSample[] = [];

export function createDerivation(cluster: ClusterId, backends: readonly ReleaseBackend[]): Derivation {
	const snapshots = createSnapshots(cluster);
	const findReleases = createReleaseFinder(backends);
	const find = (state: State) => findReleases(snapshots(state.cluster.watches), serverTime(state));
	const releases = (state: State) => find(state).releases;

	const anchorsBy = (by: 'selector' | 'role', turningIn: (state: State) => readonly ReleaseKey[] = () => []) =>
		lastOnly((state: State) => {
			const services = snapshots(state.cluster.watches).list(SERVICES);
			const recentlyReweighted = turningIn(state);
			return {
				inputs: [releases(state), services, effectiveNamespaces(state), recentlyReweighted.join(' ')],
				compute: () =>
					indexAnchors({
						cluster,
						releases: releases(state).values(),
						services,
						namespaces: effectiveNamespaces(state),
						by,
						recentlyReweighted: new Set(recentlyReweighted),
					}),
			};
		});
	const anchors = anchorsBy('selector');
	const turningKeys = lastOnly((state: State) => ({
		inputs: [releases(state), state.cluster.weightChanges, trafficOf(state.metrics), state.metrics.source],
		compute: () => recentlyReweighted(state, releases(state).values()),
	}));
	const turnedAnchors = anchorsBy('selector', turningKeys);
	// Most of the time no release was reweighted recently, and both indexes are the same.
	const polledAnchors = (state: State) => (turningKeys(state).length === 0 ? anchors(state) : turnedAnchors(state));
	const pastAnchors = anchorsBy('role');
	const rows = lastOnly((state: State) => {
		const services = snapshots(state.cluster.watches).list(SERVICES);
		const measured = trafficOf(state.metrics)?.value ?? nothingMeasured;
		return {
			inputs: [anchors(state), services, measured],
			compute: () =>
				foldRows(
					anchors(state),
					services,
					measured.map(({identity}) => identity),
				),
		};
	});
	const traffic = lastOnly((state: State) => {
		const {latency} = state.metrics;
		const measured = trafficOf(state.metrics);
		return {
			inputs: [polledAnchors(state), measured, latency, state.metrics.source],
			compute: () => measured && foldTraffic(polledAnchors(state), measured.value, latency?.value, meshOrder(state)),
		};
	});
	const orderingTraffic = lastOnly((state: State) => {
		const {ordering, latency} = state.metrics;
		const isLast = ordering?.traffic === trafficOf(state.metrics) && ordering?.latency === latency;
		const shared = isLast && anchors(state) === polledAnchors(state) ? traffic(state) : null;
		return {
			inputs: [anchors(state), ordering, shared, state.metrics.source],
			compute: () =>
				shared ??
				(ordering && foldTraffic(anchors(state), ordering.traffic.value, ordering.latency?.value, meshOrder(state))),
		};
	});
	const remembered = new WeakMap<State, Map<string, unknown>>();
	const kept = new Map<string, ReturnType<typeof keepLast>>();

	return {
		snapshot: state => snapshots(state.cluster.watches),
		releases,
		claims: state => find(state).claims,
		possibleOwners: state => find(state).possibleOwners,
		moving: state => find(state).moving,
		parts: state => find(state).parts,
		anchors,
		pastAnchors,
		polledAnchors,
		rows,
		traffic,
		orderingTraffic,
		remember<T>(state: State, slot: string, compute: () => T): T {
			const slots = remembered.get(state) ?? new Map<string, unknown>();
			remembered.set(state, slots);
			if (!slots.has(slot)) slots.set(slot, compute());
			return slots.get(slot) as T;
		},
		rememberWhile<T>(slot: string, inputs: readonly unknown[], compute: () => T): T {
			const keep = kept.get(slot) ?? keepLast();
			kept.set(slot, keep);
			return keep(inputs, compute) as T;
		},
	};
}

/** The meshes in their order of precedence; null where the operator gave no order. */
export function meshOrder({metrics: {source}}: State): readonly MeshId[] | null {
	return source?.isOrdered ? source.meshes : null;
}

/** Computes a value again only when one of its inputs is another. */
function lastOnly<T>(
	question: (state: State) => {readonly inputs: readonly unknown[]; readonly compute: () => T},
): (state: State) => T {
	const keep = keepLast<T>();
	return state => {
		const {inputs, compute} = question(state);
		return keep(inputs, compute);
	};
}

/** Remembers the last computed value while its inputs stay the same. */
function keepLast<T>(): (inputs: readonly unknown[], compute: () => T) => T {
	let last: {readonly inputs: readonly unknown[]; readonly value: T} | null = null;
	return (inputs, compute) => {
		if (!last || !sameInputs(last.inputs, inputs)) last = {inputs, value: compute()};
		return last.value;
	};
}
