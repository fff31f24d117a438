import type {KindId} from '../../domain/cluster/kube-object.ts';
import {EVENTS_ON_SCREEN} from '../../kinds/event.ts';
import type {WatchRequest} from '../../ports/cluster.ts';
import type {Command} from '../state/commands.ts';
import {only} from '../state/reduction.ts';
import type {State, WatchId, WatchState} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {companionsOf, isServed, watchId} from './companions.ts';
import {type FollowedReleases, followedReleases} from './followed-releases.ts';
import {interestOf} from './interest.ts';

/** Brings the watches in line with what the screen and the releases need. `isTurn`: perch may choose anew which
 * of too many moving releases it reads; between turns the choice stays, however many objects change. */
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
	if (started.length === 0 && stopped.length === 0) return only(isSame ? state : {...state, cluster});
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
	return {request, status: 'listing', error: null, wasListed: false, objects: new Map(), unread: nothing};
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
		if (kind.watch !== 'cluster') continue;
		for (const namespace of kind.isClusterScoped ? [null] : scopeOf(state, kind.id)) {
			const request = namespace === null ? {kind} : {kind, namespace};
			// Keep watching a kind that was served once: its definition may be recreated, and the watch notices that
			// first.
			if (isServed(state, kind) || watchId(request) in state.cluster.watches) add(request);
		}
	}
	for (const request of companions(context, state, followed)) add(request);
	if (isServed(state, EVENTS_ON_SCREEN))
		for (const namespace of interestOf(context, state).eventsIn) add({kind: EVENTS_ON_SCREEN, namespace});
	return wanted;
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

function companions(context: EngineContext, state: State, followed: FollowedReleases): readonly WatchRequest[] {
	return [...followed.values()].flatMap(({backend, anchor}) => companionsOf(context, state, backend, anchor));
}
