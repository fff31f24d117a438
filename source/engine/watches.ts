import type {KindId, WatchedKind} from '../domain/kube-object.ts';
import type {WatchRequest} from '../ports/cluster.ts';
import type {Command} from './commands.ts';
import {type EngineContext, kindById} from './context.ts';
import {type FollowedReleases, followedReleases} from './followed-releases.ts';
import type {State, WatchId, WatchState} from './state.ts';

/** Brings the watches in line with what the screen and the releases need. `isTurn`: which of too many moving releases are
 * read may be chosen anew; between turns, however many objects change, it is not. */
export function adjustWatches(
	context: EngineContext,
	state: State,
	isTurn: boolean,
): {readonly state: State; readonly commands: readonly Command[]} {
	const followed = followedReleases(context, state, isTurn);
	const wanted = wantedWatches(context, state, followed);
	const {watches} = state.cluster;
	const started = [...wanted].filter(([id]) => !(id in watches));
	const stopped = Object.keys(watches).filter(id => !wanted.has(id));
	const isSame =
		followed.size === state.cluster.followed.size && [...followed.keys()].every(key => state.cluster.followed.has(key));
	const cluster = isSame ? state.cluster : {...state.cluster, followed: new Set(followed.keys())};
	if (started.length === 0 && stopped.length === 0) return {state: isSame ? state : {...state, cluster}, commands: []};
	const next: Record<WatchId, WatchState> = {};
	for (const [id, request] of wanted) next[id] = watches[id] ?? newWatch(request);
	return {
		state: {...state, cluster: {...cluster, watches: next}},
		commands: [
			...stopped.map((id): Command => ({kind: 'stopWatch', id})),
			...started.map(([id, request]): Command => ({kind: 'startWatch', id, request})),
		],
	};
}

const nothing: WatchState['unread'] = new Map();

function newWatch(request: WatchRequest): WatchState {
	return {request, status: 'listing', error: null, objects: new Map(), unread: nothing};
}

function wantedWatches(
	context: EngineContext,
	state: State,
	followed: FollowedReleases,
): ReadonlyMap<WatchId, WatchRequest> {
	const wanted = new Map<WatchId, WatchRequest>();
	if (!state.cluster.inventory) return wanted;
	const add = (request: WatchRequest) => wanted.set(watchId(request), request);
	for (const kind of context.kinds) {
		if (kind.watch !== 'cluster' || !isServed(state, kind)) continue;
		for (const namespace of kind.isClusterScoped ? [null] : scopeOf(state, kind.id))
			add(namespace === null ? {kind} : {kind, namespace});
	}
	for (const request of companions(context, state, followed)) add(request);
	return wanted;
}

/** Whether the cluster has a version of it that perch understands. */
export function isServed(state: State, kind: WatchedKind): boolean {
	const served = state.cluster.inventory?.served[kind.id] ?? [];
	return kind.versions.some(version => served.includes(version));
}

/** The namespaces in which a kind is watched; `[null]` is all of them at once. */
function scopeOf(state: State, kindId: KindId): readonly (string | null)[] {
	const {namespaces, fallbackNamespaces} = state.session.settings;
	if (namespaces !== 'all') return namespaces;
	const clusterWide = state.cluster.watches[watchId({kind: {id: kindId}})];
	if (clusterWide?.error?.kind !== 'forbidden' || fallbackNamespaces.length === 0) return [null];
	// The forbidden watch stays, so that a permission granted later is noticed; the namespaces are read meanwhile.
	return [null, ...fallbackNamespaces];
}

function watchId(request: {
	readonly kind: {readonly id: KindId};
	readonly namespace?: string;
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
}): WatchId {
	return [request.kind.id, request.namespace ?? '', request.labelSelector ?? '', request.fieldSelector ?? ''].join('|');
}

function companions(context: EngineContext, state: State, followed: FollowedReleases): readonly WatchRequest[] {
	const snapshot = context.derive.snapshot(state);
	return [...followed.values()].flatMap(({backend, anchor}) =>
		backend.companions(anchor, snapshot).flatMap(({kindId, ...selection}): readonly WatchRequest[] => {
			const kind = kindById(context, kindId);
			return kind && isServed(state, kind) ? [{kind, ...selection}] : [];
		}),
	);
}
