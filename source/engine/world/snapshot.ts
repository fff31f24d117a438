import type {ClusterId} from '../../domain/cluster/keys.ts';
import type {KindId, KubeObject, Snapshot, WatchedKind} from '../../domain/cluster/kube-object.ts';
import type {UnreadObject} from '../../domain/cluster/read-object.ts';
import type {WatchId, WatchState} from '../state/state.ts';

type Watches = Readonly<Record<WatchId, WatchState>>;

interface KindIndex {
	readonly sources: readonly ReadonlyMap<string, KubeObject>[];
	readonly all: readonly KubeObject[];
	readonly byNamespace: ReadonlyMap<string, readonly KubeObject[]>;
	readonly byName: ReadonlyMap<string, KubeObject>;
}

/** A snapshot whose lists keep their identity while their content stays the same, so that what is derived from them
 * can be remembered. */
export interface IndexedSnapshot extends Snapshot {
	/** Kinds whose watches have all answered or failed at least once. */
	isSettled(kindId: KindId): boolean;
	/** Objects that cannot be read, of every kind. */
	readonly unread: readonly UnreadObject[];
}

/** Makes snapshots of one engine's watches; keeps the indexes of kinds that did not change. */
export function createSnapshots(cluster: ClusterId): (watches: Watches) => IndexedSnapshot {
	const made = new WeakMap<Watches, IndexedSnapshot>();
	let unread: readonly UnreadObject[] = [];
	/** Those that were built last: a kind that did not change keeps its index from snapshot to snapshot. */
	const indexes = new Map<KindId, KindIndex>();
	return watches => {
		const known = made.get(watches);
		if (known) return known;
		const sourcesByKind = Map.groupBy(
			Object.values(watches).filter(({request}) => request.kind.watch !== 'screen'),
			watch => watch.request.kind.id,
		);
		const own = new Map<KindId, KindIndex>();
		function index(kindId: KindId): KindIndex {
			const found = own.get(kindId);
			if (found) return found;
			const sources = (sourcesByKind.get(kindId) ?? []).map(watch => watch.objects);
			const last = indexes.get(kindId);
			const built = last && sameElements(last.sources, sources) ? last : buildIndex(sources, last);
			own.set(kindId, built);
			indexes.set(kindId, built);
			return built;
		}
		const found = unreadIn(watches);
		if (!sameElements(unread, found)) unread = found;
		const snapshot: IndexedSnapshot = {
			cluster,
			unread,
			list<T extends KubeObject>(kind: WatchedKind<T>, namespace?: string) {
				const found = index(kind.id);
				// The cast is safe: only objects that this kind's schema made are stored under its id.
				return (namespace === undefined ? found.all : (found.byNamespace.get(namespace) ?? none)) as readonly T[];
			},
			get<T extends KubeObject>(kind: WatchedKind<T>, namespace: string, name: string) {
				return index(kind.id).byName.get(`${namespace}/${name}`) as T | undefined;
			},
			isSettled: kindId => (sourcesByKind.get(kindId) ?? []).every(watch => watch.status !== 'listing'),
		};
		made.set(watches, snapshot);
		return snapshot;
	};
}

/** The same snapshot with live objects in place of the watched ones. */
export function overlay(base: Snapshot, kind: WatchedKind, object: KubeObject): Snapshot {
	const {namespace, name} = object.metadata;
	const isIt = (other: KubeObject) => other.metadata.namespace === namespace && other.metadata.name === name;
	return {
		cluster: base.cluster,
		list<T extends KubeObject>(wanted: WatchedKind<T>, inNamespace?: string) {
			const list = base.list(wanted, inNamespace);
			if (wanted.id !== kind.id || (inNamespace !== undefined && inNamespace !== namespace)) return list;
			return list.some(isIt) ? list.map(other => (isIt(other) ? (object as T) : other)) : [...list, object as T];
		},
		get<T extends KubeObject>(wanted: WatchedKind<T>, inNamespace: string, wantedName: string) {
			if (wanted.id === kind.id && inNamespace === namespace && wantedName === name) return object as T;
			return base.get(wanted, inNamespace, wantedName);
		},
	};
}

const none: readonly KubeObject[] = [];

/** Each object once: two watches may overlap. */
function unreadIn(watches: Watches): readonly UnreadObject[] {
	const found = new Map<string, UnreadObject>();
	for (const {unread, request} of Object.values(watches))
		for (const [name, object] of unread) found.set(`${request.kind.id}/${name}`, object);
	return [...found.values()];
}

function buildIndex(sources: KindIndex['sources'], known: KindIndex | undefined): KindIndex {
	const [only] = sources;
	const byName = sources.length === 1 && only ? only : new Map(sources.flatMap(source => [...source]));
	const all = [...byName.values()];
	const byNamespace = new Map<string, readonly KubeObject[]>();
	for (const [namespace, list] of Map.groupBy(all, object => object.metadata.namespace as string)) {
		const before = known?.byNamespace.get(namespace);
		byNamespace.set(namespace, before && sameElements(before, list) ? before : list);
	}
	return {sources, all, byNamespace, byName};
}

function sameElements(one: readonly unknown[], other: readonly unknown[]): boolean {
	return one.length === other.length && one.every((element, at) => element === other[at]);
}
