import {type ClusterId, type ReleaseKey, releaseKey} from '../../domain/cluster/keys.ts';
import type {KubeObject, Snapshot, WatchedKind} from '../../domain/cluster/kube-object.ts';
import {shortField, type UnreadObject} from '../../domain/cluster/read-object.ts';
import type {Refusal} from '../../domain/release/refusal.ts';
import type {Release} from '../../domain/release/release.ts';
import {ident, safe} from '../../domain/text/safe-text.ts';
import type {ReleaseBackend} from '../../releases/contract.ts';
import type {IndexedSnapshot} from './snapshot.ts';

/** A release for each anchor that cannot be read, except where another release already names it as not understood. */
export function unreadReleases(
	backends: readonly ReleaseBackend[],
	{cluster, unread}: IndexedSnapshot,
	releases: ReadonlyMap<ReleaseKey, Release>,
): readonly Release[] {
	if (unread.length === 0) return [];
	const told = new Set(Array.from(releases.values(), ({notUnderstood}) => notUnderstood));
	return unread.flatMap(one => {
		const backend = backends.find(({anchor}) => anchor.id === one.kindId);
		return backend && !told.has(one) ? [unreadRelease(cluster, backend, one)] : [];
	});
}

/** The release that a list shows for an object that cannot be read: nothing about it is known. */
function unreadRelease(cluster: ClusterId, backend: Pick<ReleaseBackend, 'id'>, unread: UnreadObject): Release {
	const {kindId, kind, namespace, name, uid, field} = unread;
	return {
		key: releaseKey(cluster, kindId, namespace, name),
		ref: {kindId, namespace, name},
		uid,
		backend: backend.id,
		controller: kind,
		namespace,
		name,
		strategy: 'rolling',
		phase: {kind: 'degraded', code: 'not-understood', because: safe`field ${field}`},
		revisions: [],
		stable: null,
		canary: null,
		...unknown,
		steps: [],
		stepIndex: 0,
		services: {apex: [], stable: [], canary: [], host: null},
		podLabels: {},
		analyses: [],
		pods: [],
		timeline: [],
		changed: [],
		facts: [],
		// The backend could not read the object, and perch never asks the backend about this release.
		detail: null,
		notUnderstood: unread,
	};
}

/** The release of an object that its schema reads and its backend throws on. */
export function failedRelease(
	cluster: ClusterId,
	{id, anchor}: ReleaseBackend,
	{metadata}: KubeObject,
	error: unknown,
): Release {
	const {namespace, name, uid} = metadata;
	const field = safe`content (${ident(error instanceof Error ? error.name : typeof error)} in perch)`;
	const object = {kindId: anchor.id, kind: ident(anchor.kind), namespace, name, uid, ownerUids: [], field, texts: null};
	return unreadRelease(cluster, {id}, object);
}

/** A release of which one object cannot be read. The backend took that object for absent: its conclusions
 * become unknown. */
export function restingOn(release: Release, unread: UnreadObject): Release {
	return {...release, ...unknown, notUnderstood: unread};
}

const unknown: Pick<Release, 'split' | 'next' | 'back' | 'why' | 'contradictions'> = {
	split: {desiredPercent: 'unknown', configuredPercent: 'unknown', configuredBy: 'none', changedAtMs: null},
	next: {kind: 'nothing', code: 'unknown', text: safe`unknown`},
	back: {
		text: safe`unknown: no verb is offered until perch can read it`,
		to: null,
		means: null,
		code: 'not-understood',
		stableReady: 'unknown',
		stableDesired: 'unknown',
		hpaMaximum: null,
	},
	why: null,
	contradictions: [],
};

/** A snapshot that notes what is asked of it; `missed` gives an object among that which cannot be read. */
export function askedOf(
	snapshot: Snapshot,
	unread: readonly UnreadObject[],
	{metadata}: KubeObject,
): {readonly snapshot: Snapshot; missed(): UnreadObject | null} {
	if (unread.length === 0) return {snapshot, missed: () => null};
	const known = new Set<string>([metadata.uid]);
	const lists = new Set<string>();
	const objects = new Set<string>();
	// An object whose name or namespace cannot be read may be any object of its kind.
	const isNamed = ({kindId, namespace, name}: UnreadObject) =>
		namespace === '' || name === ''
			? [...objects].some(asked => asked.startsWith(`${kindId}/`))
			: objects.has(`${kindId}/${namespace}/${name}`);
	const isListed = ({kindId, namespace, ownerUids}: UnreadObject) => {
		const isAsked =
			namespace === '' ? [...lists].some(asked => asked.startsWith(`${kindId}/`)) : lists.has(`${kindId}/${namespace}`);
		// An object that belongs to an unrelated owner does not concern this release.
		return isAsked && (ownerUids.length === 0 || ownerUids.some(uid => known.has(uid)));
	};
	return {
		snapshot: {
			cluster: snapshot.cluster,
			list<T extends KubeObject>(kind: WatchedKind<T>, namespace?: string) {
				if (namespace !== undefined) lists.add(`${kind.id}/${namespace}`);
				return snapshot.list(kind, namespace);
			},
			get<T extends KubeObject>(kind: WatchedKind<T>, namespace: string, name: string) {
				const found = snapshot.get(kind, namespace, name);
				if (found) known.add(found.metadata.uid);
				else objects.add(`${kind.id}/${namespace}/${name}`);
				return found;
			},
		},
		missed: () => unread.find(one => isNamed(one) || isListed(one)) ?? null,
	};
}

/** An unreadable object that may own this one: its kind owns others' objects and leaves no mark on them. In the
 * same namespace any such object may own this one, elsewhere only an object that names it. */
export function possibleOwner(
	backends: readonly ReleaseBackend[],
	{kinds, anchor}: ReleaseBackend,
	{unread}: IndexedSnapshot,
	{metadata}: KubeObject,
): UnreadObject | null {
	if (unread.length === 0) return null;
	const owners = new Set(backends.flatMap(backend => (backend.owners ?? []).map(({id}) => id)));
	const mayOwn = new Set(kinds.map(({id}) => id).filter(id => id !== anchor.id && owners.has(id)));
	const names = ({texts}: UnreadObject) => texts?.some(text => text.split('.')[0] === metadata.name) ?? true;
	const isHere = ({namespace}: UnreadObject) => namespace === '' || namespace === metadata.namespace;
	return unread.find(one => mayOwn.has(one.kindId) && (isHere(one) || names(one))) ?? null;
}

export function possibleOwnerRefusal({kind, namespace, name, field}: UnreadObject): Refusal {
	return {
		code: 'owner-not-understood',
		reason: safe`${kind} ${namespace}/${name} may own it, and perch does not understand that one: see ${shortField(field)}`,
	};
}
