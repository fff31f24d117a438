import {clusterOf, type ReleaseKey, releaseKey, releaseParts} from '../../domain/cluster/keys.ts';
import type {KubeObject, Snapshot} from '../../domain/cluster/kube-object.ts';
import type {UnreadObject} from '../../domain/cluster/read-object.ts';
import type {Release} from '../../domain/release/release.ts';
import {sameValue} from '../../domain/same-value.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {ReleaseBackend} from '../../releases/contract.ts';
import {assembleOnce, type Remembered} from './assemble-once.ts';
import {type Companions, createCompanions} from './companions.ts';
import {failedRelease, unreadReleases} from './not-understood.ts';
import type {IndexedSnapshot} from './snapshot.ts';

export interface FoundReleases {
	/** By key, without releases that are a part of another release that perch shows. */
	readonly releases: ReadonlyMap<ReleaseKey, Release>;
	/** For each release that belongs to something that perch does not show: the owner, named when its verbs are
	 * refused. */
	readonly claims: ReadonlyMap<ReleaseKey, SafeText>;
	/** For each release that an unreadable object may own: that object. Its verbs are refused as well. */
	readonly possibleOwners: ReadonlyMap<ReleaseKey, UnreadObject>;
	/** Releases, and parts of releases, that are not at rest, each by its own object. */
	readonly moving: readonly Anchored[];
	/** Objects that are parts of a release, by the release. */
	readonly parts: ReadonlyMap<ReleaseKey, readonly Anchored[]>;
}

export interface Anchored {
	readonly key: ReleaseKey;
	readonly backend: ReleaseBackend;
	readonly anchor: KubeObject;
}

/** Finds the releases of a snapshot at a given server time; assembles a release again only if it may have changed. Of a
 * `past` snapshot nothing is kept: when an object arrived is known from the snapshots in their order. */
export function createReleaseFinder(
	backends: readonly ReleaseBackend[],
): (snapshot: IndexedSnapshot, serverNowMs: number, of?: 'past') => FoundReleases {
	const companionsOf = createCompanions();
	const anchored = createAnchored();
	let assembled = new Map<ReleaseKey, Remembered>();
	let last: {snapshot: IndexedSnapshot; second: number; found: FoundReleases} | null = null;

	function assemble(
		{key, backend, anchor}: Anchored,
		snapshot: IndexedSnapshot,
		companions: Companions,
		serverNowMs: number,
	): Remembered {
		const isShown = (owner: ReleaseKey) => isAnchored(backends, snapshot, owner);
		const before = assembled.get(key);
		try {
			return assembleOnce(backends, backend, anchor, snapshot, companions, serverNowMs, before, isShown);
		} catch (error) {
			return withoutRelease(failedRelease(snapshot.cluster, backend, anchor, error), before);
		}
	}

	/** Whether the releases are the same at a later time. While the objects stay the same, time changes only what
	 * moves. */
	function isSameLater(moving: readonly Anchored[], snapshot: IndexedSnapshot, serverNowMs: number): boolean {
		const companions = companionsOf(snapshot);
		const changed = moving.filter(one => {
			const before = assembled.get(one.key);
			const now = assemble(one, snapshot, companions, serverNowMs);
			assembled.set(one.key, now);
			return now.release !== before?.release || now.claim?.owner !== before?.claim?.owner;
		});
		return changed.length === 0;
	}

	return (snapshot, serverNowMs, of) => {
		const second = Math.floor(serverNowMs / 1000);
		if (last?.snapshot === snapshot && last.second === second) return last.found;
		if (last?.snapshot === snapshot && of !== 'past') {
			last = {...last, second};
			if (isSameLater(last.found.moving, snapshot, serverNowMs)) return last.found;
		}
		const next = new Map<ReleaseKey, Remembered>();
		const moving: Anchored[] = [];
		const releases = new Map<ReleaseKey, Release>();
		const claims = new Map<ReleaseKey, SafeText>();
		const possibleOwners = new Map<ReleaseKey, UnreadObject>();
		const parts = new Map<ReleaseKey, Anchored[]>();
		const companions = companionsOf(snapshot, of);
		for (const one of anchored(backends, snapshot)) {
			const {key} = one;
			const entry = assemble(one, snapshot, companions, serverNowMs);
			next.set(key, entry);
			if (entry.isMoving) moving.push(one);
			if (entry.release) releases.set(key, entry.release);
			else if (entry.claim?.release) parts.set(entry.claim.release, [...(parts.get(entry.claim.release) ?? []), one]);
			if (entry.release && entry.claim) claims.set(key, entry.claim.owner);
			if (entry.release && entry.possibleOwner) possibleOwners.set(key, entry.possibleOwner);
		}
		for (const release of unreadReleases(backends, snapshot, releases)) releases.set(release.key, release);
		// Keep the old map where nothing changed, so that what is derived from it is not derived again.
		const before = last?.found;
		const found = {
			releases: before && sameEntries(before.releases, releases) ? before.releases : releases,
			claims: before && sameEntries(before.claims, claims) ? before.claims : claims,
			possibleOwners,
			moving,
			parts,
		};
		if (of === 'past') return found;
		assembled = next;
		last = {snapshot, second, found};
		return found;
	};
}

/** An object on which its backend throws takes no other with it: its own release is not understood, and it is tried
 * again. */
function withoutRelease(failed: Release, before: Remembered | undefined): Remembered {
	const release = before?.release && sameValue(before.release, failed) ? before.release : failed;
	const untold = {claim: null, possibleOwner: null, isMoving: false, arrivedAtMs: null};
	return {release, ...untold, version: '', anchor: null, second: 0, unread: [], lists: [], owners: []};
}

/** Finds objects that may be releases. Those of a backend wait until the kinds of their possible owners have been read.
 * The key of an object is made once. */
function createAnchored(): (backends: readonly ReleaseBackend[], snapshot: IndexedSnapshot) => readonly Anchored[] {
	const known = new WeakMap<KubeObject, Anchored>();
	return (backends, snapshot) =>
		backends
			.filter(({owners = []}) => owners.every(({id}) => snapshot.isSettled(id)))
			.flatMap(backend =>
				snapshot
					.list(backend.anchor)
					.filter(anchor => backend.isRelease?.(anchor, snapshot) !== false)
					.map(anchor => {
						const last = known.get(anchor);
						if (last?.backend === backend) return last;
						const {namespace, name} = anchor.metadata;
						const key = releaseKey(snapshot.cluster, backend.anchor.id, namespace, name);
						const made = {key, backend, anchor};
						known.set(anchor, made);
						return made;
					}),
			);
}

/** Whether the object that a release's key names is there, even one that cannot be read. */
function isAnchored(backends: readonly ReleaseBackend[], snapshot: IndexedSnapshot, key: ReleaseKey): boolean {
	const {kindId, namespace, name} = releaseParts(key);
	const isUnread = snapshot.unread.some(
		one => one.kindId === kindId && one.namespace === namespace && one.name === name,
	);
	return (
		anchoredAt(backends, snapshot, key) !== null || (isUnread && backends.some(({anchor}) => anchor.id === kindId))
	);
}

/** The object that a release's key names, with its backend; null where the snapshot does not hold it. */
export function anchoredAt(
	backends: readonly ReleaseBackend[],
	snapshot: Snapshot,
	key: ReleaseKey,
): {readonly backend: ReleaseBackend; readonly anchor: KubeObject} | null {
	const {kindId, namespace, name} = releaseParts(key);
	if (clusterOf(key) !== snapshot.cluster) return null;
	const backend = backends.find(({anchor}) => anchor.id === kindId);
	const anchor = backend && snapshot.get(backend.anchor, namespace, name);
	return backend && anchor ? {backend, anchor} : null;
}

function sameEntries<K, V>(one: ReadonlyMap<K, V>, other: ReadonlyMap<K, V>): boolean {
	if (one.size !== other.size) return false;
	for (const [key, value] of one) if (other.get(key) !== value) return false;
	return true;
}
