import type {ReleaseKey} from '../domain/keys.ts';
import type {KindId, WatchedKind} from '../domain/kube-object.ts';
import type {WatchRequest} from '../ports/cluster.ts';
import type {Command} from './commands.ts';
import {type EngineContext, kindById} from './context.ts';
import {isFollowed} from './intent.ts';
import {releaseOfPlace} from './places.ts';
import type {State, WatchId, WatchState} from './state.ts';

/** A Prometheus that has not answered by then does not hold anything else. */
const figuresWithinMs = 1_500;
/** Releases that move and are not open on screen have their companions watched up to this many. */
const companionLimit = 40;

/** Brings the watches in line with what the screen and the releases need. */
export function adjustWatches(
	context: EngineContext,
	state: State,
): {readonly state: State; readonly commands: readonly Command[]} {
	const wanted = wantedWatches(context, state);
	const {watches} = state.cluster;
	const started = [...wanted].filter(([id]) => !(id in watches));
	const stopped = Object.keys(watches).filter(id => !wanted.has(id));
	if (started.length === 0 && stopped.length === 0) return {state, commands: []};
	const next: Record<WatchId, WatchState> = {};
	for (const [id, request] of wanted) next[id] = watches[id] ?? newWatch(request);
	return {
		state: {...state, cluster: {...state.cluster, watches: next}},
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

function wantedWatches(context: EngineContext, state: State): ReadonlyMap<WatchId, WatchRequest> {
	const wanted = new Map<WatchId, WatchRequest>();
	if (!state.cluster.inventory) return wanted;
	const add = (request: WatchRequest) => wanted.set(watchId(request), request);
	for (const kind of context.kinds) {
		if (kind.watch !== 'cluster' || !isServed(state, kind)) continue;
		for (const namespace of kind.isClusterScoped ? [null] : scopeOf(state, kind.id))
			add(namespace === null ? {kind} : {kind, namespace});
	}
	for (const request of companions(context, state)) add(request);
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

/** What stands on the first screen comes first: pods of releases that nobody opened wait for the first figures, as long as
 * those may come soon. */
function areFiguresDue({nowMs, session, metrics}: State): boolean {
	const isAnswered = metrics.traffic ?? metrics.connectError ?? metrics.pollError;
	return !isAnswered && nowMs - session.startedAtMs < figuresWithinMs;
}

function companions(context: EngineContext, state: State): readonly WatchRequest[] {
	const snapshot = context.derive.snapshot(state);
	const open = new Set<ReleaseKey>(state.screen.stack.flatMap(place => releaseOfPlace(context, state, place) ?? []));
	for (const intent of state.intents) if (isFollowed(intent)) open.add(intent.release.key);
	const requests: WatchRequest[] = [];
	let moving = 0;
	for (const backend of context.backends) {
		for (const anchor of snapshot.list(backend.anchor)) {
			if (backend.isRelease?.(anchor, snapshot) === false) continue;
			const key: ReleaseKey = `release:${backend.anchor.id}/${anchor.metadata.namespace}/${anchor.metadata.name}`;
			if (!open.has(key)) {
				if (areFiguresDue(state) || !backend.isMoving(anchor) || moving >= companionLimit) continue;
				if (backend.ownedBy(anchor, snapshot) !== null) continue;
				moving += 1;
			}
			for (const {kindId, ...selection} of backend.companions(anchor, snapshot)) {
				const kind = kindById(context, kindId);
				if (kind && isServed(state, kind)) requests.push({kind, ...selection});
			}
		}
	}
	return requests;
}
