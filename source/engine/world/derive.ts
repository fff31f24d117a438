import {type ReleaseKey, releaseKey} from '../../domain/keys.ts';
import type {UnreadObject} from '../../domain/read-object.ts';
import type {Release} from '../../domain/release.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {TrafficSample} from '../../domain/signals.ts';
import {SERVICES} from '../../kinds/service.ts';
import type {ReleaseBackend} from '../../releases/contract.ts';
import {type AnchorIndex, indexAnchors} from '../../traffic/anchor-index.ts';
import {type FoldedTraffic, foldTraffic} from '../../traffic/fold-traffic.ts';
import {foldRows, type Rows} from '../../traffic/rows.ts';
import type {State} from '../state/state.ts';
import {assembleOnce, type Remembered, sameInputs} from './assemble-once.ts';
import {turningReleases} from './last-change.ts';
import {unreadReleases} from './not-understood.ts';
import {effectiveNamespaces} from './scope.ts';
import {createSnapshots, type IndexedSnapshot} from './snapshot.ts';

/** What follows from the objects alone, remembered while they stay the same. */
export interface Derivation {
	snapshot(state: State): IndexedSnapshot;
	/** By key; what is a part of another release that is shown is left out. */
	releases(state: State): ReadonlyMap<ReleaseKey, Release>;
	/** Releases that belong to something that perch does not show: whose they are, for the refusal of their verbs. */
	claims(state: State): ReadonlyMap<ReleaseKey, SafeText>;
	/** Releases that an object which cannot be read may own: their verbs are refused as well. */
	possibleOwners(state: State): ReadonlyMap<ReleaseKey, UnreadObject>;
	anchors(state: State): AnchorIndex;
	/** For samples of the past, when a Service may have led elsewhere: by its role in the release. */
	pastAnchors(state: State): AnchorIndex;
	rows(state: State): Rows;
	/** The last poll by row and version; null before the first. */
	traffic(state: State): FoldedTraffic | null;
	/** The figures that rows are ordered by; null before the first poll. */
	orderingTraffic(state: State): FoldedTraffic | null;
	/** Computed once for a state, whoever asks. `slot` names what is computed. */
	remember<T>(state: State, slot: string, compute: () => T): T;
	/** Computed again only when one of the inputs is another. `slot` names what is computed. */
	rememberWhile<T>(slot: string, inputs: readonly unknown[], compute: () => T): T;
}

/** One array, as what is remembered is told apart by identity. */
const nothingMeasured: readonly TrafficSample[] = [];

interface Found {
	readonly releases: ReadonlyMap<ReleaseKey, Release>;
	readonly claims: ReadonlyMap<ReleaseKey, SafeText>;
	readonly possibleOwners: ReadonlyMap<ReleaseKey, UnreadObject>;
}

export function createDerivation(backends: readonly ReleaseBackend[]): Derivation {
	const snapshots = createSnapshots();
	let assembled = new Map<ReleaseKey, Remembered>();
	let last: {inputs: readonly unknown[]; found: Found} | null = null;

	function find(state: State): Found {
		const snapshot = snapshots(state.cluster.watches);
		const serverNowMs = serverTime(state);
		const inputs = [snapshot, Math.floor(serverNowMs / 1000)];
		if (last && sameInputs(last.inputs, inputs)) return last.found;
		const next = new Map<ReleaseKey, Remembered>();
		const isShown = (owner: ReleaseKey) => isAnchored(backends, snapshot, owner);
		const releases = new Map<ReleaseKey, Release>();
		const claims = new Map<ReleaseKey, SafeText>();
		const possibleOwners = new Map<ReleaseKey, UnreadObject>();
		for (const backend of backends) {
			if (backend.owners?.some(({id}) => !snapshot.isSettled(id))) continue;
			for (const anchor of snapshot.list(backend.anchor)) {
				if (backend.isRelease?.(anchor, snapshot) === false) continue;
				const key = releaseKey(backend.anchor.id, anchor.metadata.namespace, anchor.metadata.name);
				const entry = assembleOnce(backends, backend, anchor, snapshot, serverNowMs, assembled.get(key), isShown);
				next.set(key, entry);
				if (entry.release) releases.set(key, entry.release);
				if (entry.release && entry.claim) claims.set(key, entry.claim.owner);
				if (entry.release && entry.possibleOwner) possibleOwners.set(key, entry.possibleOwner);
			}
		}
		for (const release of unreadReleases(backends, snapshot, releases)) releases.set(release.key, release);
		assembled = next;
		// The second alone changes nothing: what is built on the releases is then not built again.
		const before = last?.found;
		const found = {
			releases: before && sameEntries(before.releases, releases) ? before.releases : releases,
			claims: before && sameEntries(before.claims, claims) ? before.claims : claims,
			possibleOwners,
		};
		last = {inputs, found};
		return found;
	}
	const releases = (state: State) => find(state).releases;

	const anchorsBy = (by: 'selector' | 'role', turningIn: (state: State) => readonly ReleaseKey[] = () => []) =>
		lastOnly((state: State) => {
			const services = snapshots(state.cluster.watches).list(SERVICES);
			const turning = turningIn(state);
			return {
				inputs: [releases(state), services, effectiveNamespaces(state), turning.join(' ')],
				compute: () =>
					indexAnchors({
						releases: releases(state).values(),
						services,
						namespaces: effectiveNamespaces(state),
						by,
						turning: new Set(turning),
					}),
			};
		});
	const anchors = anchorsBy('selector');
	const turningKeys = lastOnly((state: State) => ({
		inputs: [releases(state), state.cluster.weightChanges, state.metrics.traffic, state.metrics.source],
		compute: () => turningReleases(state, releases(state).values()),
	}));
	const polledAnchors = anchorsBy('selector', turningKeys);
	const pastAnchors = anchorsBy('role');
	const rows = lastOnly((state: State) => {
		const services = snapshots(state.cluster.watches).list(SERVICES);
		const measured = state.metrics.traffic?.value ?? nothingMeasured;
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
		const {traffic: measured, latency} = state.metrics;
		return {
			inputs: [polledAnchors(state), measured, latency],
			compute: () => measured && foldTraffic(polledAnchors(state), measured.value, latency?.value),
		};
	});
	const orderingTraffic = lastOnly((state: State) => {
		const {ordering} = state.metrics;
		return {
			inputs: [anchors(state), ordering],
			compute: () => ordering && foldTraffic(anchors(state), ordering.traffic.value, ordering.latency?.value),
		};
	});
	const remembered = new WeakMap<State, Map<string, unknown>>();
	const kept = new Map<string, ReturnType<typeof keepLast>>();

	return {
		snapshot: state => snapshots(state.cluster.watches),
		releases,
		claims: state => find(state).claims,
		possibleOwners: state => find(state).possibleOwners,
		anchors,
		pastAnchors,
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

/** The server's clock: objects and samples carry its times. */
export function serverTime(state: State): number {
	return state.nowMs + state.cluster.clockOffsetMs;
}

/** Whether the object that a release's key names is there. */
function isAnchored(backends: readonly ReleaseBackend[], snapshot: IndexedSnapshot, key: ReleaseKey): boolean {
	const [kindId, namespace = '', name = ''] = key.slice('release:'.length).split('/');
	const backend = backends.find(({anchor}) => anchor.id === kindId);
	if (backend === undefined) return false;
	const isUnread = snapshot.unread.some(
		one => one.kindId === kindId && one.namespace === namespace && one.name === name,
	);
	return isUnread || snapshot.get(backend.anchor, namespace, name) !== undefined;
}

function sameEntries<K, V>(one: ReadonlyMap<K, V>, other: ReadonlyMap<K, V>): boolean {
	if (one.size !== other.size) return false;
	for (const [key, value] of one) if (other.get(key) !== value) return false;
	return true;
}

/** Computed again only when one of its inputs is another. */
function lastOnly<T>(
	question: (state: State) => {readonly inputs: readonly unknown[]; readonly compute: () => T},
): (state: State) => T {
	const keep = keepLast<T>();
	return state => {
		const {inputs, compute} = question(state);
		return keep(inputs, compute);
	};
}

/** Remembers what was computed last, while its inputs stay the same. */
function keepLast<T>(): (inputs: readonly unknown[], compute: () => T) => T {
	let last: {readonly inputs: readonly unknown[]; readonly value: T} | null = null;
	return (inputs, compute) => {
		if (!last || !sameInputs(last.inputs, inputs)) last = {inputs, value: compute()};
		return last.value;
	};
}
