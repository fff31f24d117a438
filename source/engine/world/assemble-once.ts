import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import type {KubeObject, Metadata} from '../../domain/cluster/kube-object.ts';
import type {UnreadObject} from '../../domain/cluster/read-object.ts';
import type {Release} from '../../domain/release/release.ts';
import {sameValue} from '../../domain/same-value.ts';
import {failuresAnnotationPrefix} from '../../domain/settings/failure-settings.ts';
import {judgeAnnotationPrefix} from '../../domain/settings/judge-settings.ts';
import type {Claim, ReleaseBackend} from '../../releases/contract.ts';
import type {Companions} from './companions.ts';
import {askedOf, possibleOwner, restingOn} from './not-understood.ts';
import type {IndexedSnapshot} from './snapshot.ts';
import {writtenAt} from './written-at.ts';

/** A release as it was last assembled, and everything that it was assembled from. */
export interface Remembered {
	/** Null where the object is a part of another release. */
	readonly release: Release | null;
	readonly claim: Claim | null;
	readonly possibleOwner: UnreadObject | null;
	readonly isMoving: boolean;
	/** The anchor's resourceVersion, and the server time when this version arrived; null if the first list
	 * brought it. */
	readonly version: string;
	readonly arrivedAtMs: number | null;
	readonly anchor: KubeObject | null;
	/** The second of its assembly; 0 for one at rest. */
	readonly second: number;
	readonly unread: readonly UnreadObject[];
	readonly lists: readonly unknown[];
	/** Objects of all namespaces that could own the release. */
	readonly owners: readonly unknown[];
}

/** The release of an object; the previous one while none of its inputs changed. */
export function assembleOnce(
	backends: readonly ReleaseBackend[],
	backend: ReleaseBackend,
	anchor: KubeObject,
	snapshot: IndexedSnapshot,
	companions: Companions,
	nowMs: number,
	before: Remembered | undefined,
	isShown: (owner: ReleaseKey) => boolean,
): Remembered {
	// A moving release depends on the time too: its timers run, and the silence of its controller grows.
	const isMoving = before?.anchor === anchor ? before.isMoving : backend.isMoving(anchor);
	const second = isMoving ? Math.floor(nowMs / 1000) : 0;
	const {unread} = snapshot;
	const lists = companions.listsIn(backend, namespacesOf(backend, anchor));
	const owners = companions.owners(backend);
	const isPart = (claim: Claim | null) => claim?.release != null && isShown(claim.release);
	const isUnchanged = before?.anchor === anchor && before.second === second && before.unread === unread;
	if (isUnchanged && before.lists === lists) {
		if (before.owners === owners) return before;
		const claim = backend.ownedBy(anchor, snapshot);
		const stays = sameValue(before.claim, claim) && isPart(claim) === (before.release === null);
		if (stays) return {...before, owners};
	}
	const version = anchor.metadata.resourceVersion;
	// For an object that existed before perch started, managedFields tell the age.
	const arrivedAtMs = !before ? null : before.version === version ? before.arrivedAtMs : nowMs;
	const arrival = {version, arrivedAtMs};
	const claim = backend.ownedBy(anchor, snapshot);
	const owner = claim ? null : possibleOwner(backends, backend, snapshot, anchor);
	const owned = {claim, possibleOwner: owner, isMoving, anchor, second, unread, lists, owners, ...arrival};
	if (isPart(claim)) return {release: null, ...owned};
	const others = owner ? unread.filter(one => one !== owner) : unread;
	const asked = askedOf(snapshot, others, anchor);
	const assembled = withJudgeAnnotations(
		backend.assemble(writtenAt(anchor, arrivedAtMs), asked.snapshot, nowMs),
		anchor,
	);
	const missed = asked.missed();
	const release = missed ? restingOn(assembled, missed) : assembled;
	// A write may say nothing new: then keep the old release, and with it all that is derived from it.
	return {release: before?.release && isSameRelease(before.release, release) ? before.release : release, ...owned};
}

/** The namespaces whose objects the release is assembled from, its own first. */
function namespacesOf(backend: ReleaseBackend, anchor: KubeObject): readonly string[] {
	const {namespace} = anchor.metadata;
	const elsewhere = backend.namespaces?.(anchor) ?? [];
	return elsewhere.length === 0 ? [namespace] : [...new Set([namespace, ...elsewhere])];
}

/** The same for every backend: they are of the release's own object. */
function withJudgeAnnotations(release: Release, {metadata}: KubeObject): Release {
	const ours = Object.entries(metadata.annotations).filter(([name]) => isOfJudge(name));
	return ours.length === 0 ? release : {...release, judgeAnnotations: Object.fromEntries(ours)};
}

function isOfJudge(annotation: string): boolean {
	return annotation.startsWith(judgeAnnotationPrefix) || annotation.startsWith(failuresAnnotationPrefix);
}

/** `detail` holds whole objects, with their write times. Ignore those: all that follows from the time of a
 * write is in the release itself. */
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
