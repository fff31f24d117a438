import type {ReleaseKey} from '../../domain/keys.ts';
import type {KubeObject, Metadata} from '../../domain/kube-object.ts';
import type {UnreadObject} from '../../domain/read-object.ts';
import type {Release} from '../../domain/release.ts';
import {sameValue} from '../../domain/same-value.ts';
import type {Claim, ReleaseBackend} from '../../releases/contract.ts';
import {askedOf, possibleOwner, restingOn} from './not-understood.ts';
import type {IndexedSnapshot} from './snapshot.ts';
import {writtenAt} from './written-at.ts';

/** A release as it was assembled last, and all that it was assembled from. */
export interface Remembered {
	/** Null where the object is a part of another release. */
	readonly release: Release | null;
	readonly claim: Claim | null;
	readonly possibleOwner: UnreadObject | null;
	/** The anchor's resourceVersion, and the server's time when it arrived; null for what the first list brought. */
	readonly version: string;
	readonly arrivedAtMs: number | null;
	readonly inputs: readonly unknown[];
	/** The objects of every namespace that could own it. */
	readonly owners: readonly unknown[];
}

/** The release of an object; the one from before while nothing that it is assembled from is another. */
export function assembleOnce(
	backends: readonly ReleaseBackend[],
	backend: ReleaseBackend,
	anchor: KubeObject,
	snapshot: IndexedSnapshot,
	nowMs: number,
	before: Remembered | undefined,
	isShown: (owner: ReleaseKey) => boolean,
): Remembered {
	// A release that moves depends on the time as well: its timers run and its silences grow.
	const second = backend.isMoving(anchor) ? Math.floor(nowMs / 1000) : 0;
	const others = backend.kinds.filter(kind => kind.id !== backend.anchor.id);
	const {namespace} = anchor.metadata;
	const elsewhere = backend.namespaces?.(anchor).filter(one => one !== namespace) ?? [];
	const namespaces = elsewhere.length === 0 ? [namespace] : [...new Set([namespace, ...elsewhere])];
	const lists = namespaces.flatMap(one => others.map(kind => snapshot.list(kind, one)));
	const inputs = [anchor, second, snapshot.unread, ...lists];
	// Who may own it may be in any namespace.
	const owners = (backend.owners ?? []).map(kind => snapshot.list(kind));
	const isPart = (claim: Claim | null) => claim?.release != null && isShown(claim.release);
	if (before && sameInputs(before.inputs, inputs)) {
		if (sameInputs(before.owners, owners)) return before;
		const claim = backend.ownedBy(anchor, snapshot);
		const stays = sameValue(before.claim, claim) && isPart(claim) === (before.release === null);
		if (stays) return {...before, owners};
	}
	const version = anchor.metadata.resourceVersion;
	// What was there when perch came is as old as managedFields say.
	const arrivedAtMs = !before ? null : before.version === version ? before.arrivedAtMs : nowMs;
	const arrival = {version, arrivedAtMs};
	const claim = backend.ownedBy(anchor, snapshot);
	const owner = claim ? null : possibleOwner(backends, backend, snapshot, anchor);
	const owned = {claim, possibleOwner: owner, inputs, owners, ...arrival};
	if (isPart(claim)) return {release: null, ...owned};
	const unread = owner ? snapshot.unread.filter(one => one !== owner) : snapshot.unread;
	const asked = askedOf(snapshot, unread, anchor);
	const assembled = backend.assemble(writtenAt(anchor, arrivedAtMs), asked.snapshot, nowMs);
	const missed = asked.missed();
	const release = missed ? restingOn(assembled, missed) : assembled;
	// An object that was written again may say nothing new: what is built on the release stays as it is then.
	return {release: before?.release && isSameRelease(before.release, release) ? before.release : release, ...owned};
}

/** What its backend remembers holds objects, which tell when they were written as well: all that follows from the time of
 * a write stands in the release itself. */
function isSameRelease(before: Release, now: Release): boolean {
	return (
		sameValue({...before, detail: null}, {...now, detail: null}) && sameValue(before.detail, now.detail, ofTheWrite)
	);
}

const ofTheWrite: ReadonlySet<string> = new Set<keyof Metadata>([
	'resourceVersion',
	'changedAtMs',
	'statusChangedAtMs',
]);

export function sameInputs(one: readonly unknown[], other: readonly unknown[]): boolean {
	return one.length === other.length && one.every((value, at) => value === other[at]);
}
