import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import type {ClusterError, Heartbeat, WatchUpdate} from '../../ports/cluster.ts';
import type {Event, WatchNews} from '../state/events.ts';
import {done, isCurrent} from '../state/query.ts';
import {serverTime} from '../state/server-time.ts';
import type {ClusterState, State, WatchState, WeightChange} from '../state/state.ts';
import type {EngineContext} from './context.ts';

/** Ask for identity and inventory again this often, to notice a kind that is installed later. */
const inventoryEveryMs = 300_000;
const identifyRetryMs = 2_000;
/** How many weight changes are kept for one release. */
const weightChangeLimit = 200;

export function clusterIdentified(state: State, event: Extract<Event, {kind: 'clusterIdentified'}>): State {
	const {cluster} = state;
	if (!isCurrent(cluster.connect, event.generation)) return state;
	const {result} = event;
	if (!result.ok) {
		const connect = done(cluster.connect, event.atMs + identifyRetryMs);
		return {...state, cluster: {...cluster, connect, identityError: result.error, error: result.error}};
	}
	return {
		...state,
		cluster: {
			...cluster,
			connect: done(cluster.connect, event.atMs + inventoryEveryMs),
			identity: result.value.identity,
			inventory: result.value.inventory,
			identityError: null,
			error: null,
			lastProofMs: event.atMs,
		},
	};
}

export function heartbeatReturned(state: State, event: Extract<Event, {kind: 'heartbeatReturned'}>): State {
	const {cluster} = state;
	if (!isCurrent(cluster.heartbeat, event.generation)) return state;
	const heartbeat = done(cluster.heartbeat, cluster.heartbeat.begunAtMs + state.session.settings.refreshSeconds * 1000);
	if (!event.result.ok) return {...state, cluster: {...cluster, heartbeat, error: event.result.error}};
	return {
		...state,
		cluster: {
			...cluster,
			heartbeat,
			error: null,
			lastProofMs: event.atMs,
			clockOffsetMs: steadied(cluster.clockOffsetMs, event.result.value),
		},
	};
}

/** The server's Date counts whole seconds: keep an offset that agrees with it, so that clocks and countdowns
 * run evenly; move one that does not agree only as far as needed. */
function steadied(knownMs: number, {clockOffsetMs, roundTripMs}: Heartbeat): number {
	if (clockOffsetMs === null) return knownMs;
	const slackMs = 500 + roundTripMs / 2;
	return Math.min(clockOffsetMs + slackMs, Math.max(clockOffsetMs - slackMs, knownMs));
}

/** A read or dry run that times out makes the data on screen doubtful, whatever else still answers; one that is
 * answered proves that the API server is there. */
export function noteAnswer(state: State, event: Event): State {
	if (isTimedOut(event)) return {...state, cluster: {...state.cluster, timedOutAtMs: event.atMs}};
	const isAnswered = (event.kind === 'liveRead' || event.kind === 'dryRunReturned') && event.result.ok;
	return isAnswered ? {...state, cluster: proven(state.cluster, event.atMs)} : state;
}

/** The server's storage answered, so the server's silence is over. A login that the server refused stays refused. */
function proven(cluster: ClusterState, atMs: number): ClusterState {
	const wasSilent = cluster.error?.kind === 'timeout' || cluster.error?.kind === 'unreachable';
	return {...cluster, lastProofMs: atMs, error: wasSilent ? null : cluster.error};
}

function isTimedOut(event: Event): boolean {
	switch (event.kind) {
		case 'liveRead':
		case 'heartbeatReturned':
			return !event.result.ok && isTimeout(event.result.error);
		case 'objectsRead':
			return event.results.some(result => !result.ok && isTimeout(result.error));
		case 'watchesUpdated':
			return event.updates.some(({update}) => update.kind === 'failing' && isTimeout(update.error));
		case 'dryRunReturned':
		case 'sent':
			return !event.result.ok && 'isTimeout' in event.result.error;
		default:
			return false;
	}
}

function isTimeout({kind, status}: ClusterError): boolean {
	return kind === 'timeout' || status === 504;
}

export function watchesUpdated(
	context: EngineContext,
	state: State,
	{updates, atMs}: Extract<Event, {kind: 'watchesUpdated'}>,
): State {
	const cluster = updates.reduce((so, news) => told(so, news, atMs), state.cluster);
	// Only a release's own object or its route changes a weight; pods and other companions follow from there.
	const isSame = updates.every(({id}) => {
		const [before, now] = [state.cluster.watches[id], cluster.watches[id]];
		return before?.objects === now?.objects || now?.request.kind.watch !== 'cluster';
	});
	const next = cluster === state.cluster ? state : {...state, cluster};
	return isSame || isFirstReading(cluster) ? next : withWeightChanges(context, next);
}

function told(cluster: ClusterState, {id, update}: WatchNews, atMs: number): ClusterState {
	const watch = cluster.watches[id];
	// The watch was cancelled meanwhile.
	if (!watch) return cluster;
	const updated = updateWatch(watch, update);
	// The API server makes bookmarks from its memory: only a list or a change proves that its storage answers.
	const isProof = update.kind === 'listed' || update.kind === 'changed';
	const hasTurned = (watch.status === 'absent') !== (updated.status === 'absent');
	return {
		...(isProof ? proven(cluster, atMs) : cluster),
		// Other kinds may have come or gone with this one: ask for the inventory at once.
		...(hasTurned && !cluster.connect.isRunning ? {connect: {...cluster.connect, dueAtMs: atMs}} : {}),
		// What is derived from the watches stays while they stay the same.
		watches: updated === watch ? cluster.watches : {...cluster.watches, [id]: updated},
	};
}

/** Until every kind was read once, a release lacks its route: its weight then is no baseline. */
function isFirstReading({watches}: ClusterState): boolean {
	return Object.values(watches).some(({status, request}) => status === 'listing' && request.kind.watch === 'cluster');
}

function updateWatch(watch: WatchState, update: WatchUpdate): WatchState {
	switch (update.kind) {
		case 'listed':
			return {
				...watch,
				status: 'live',
				error: null,
				wasListed: true,
				objects: new Map(update.objects.map(object => [nameOf(object.metadata), object])),
				unread: new Map(update.unread.map(object => [nameOf(object), object])),
			};
		case 'changed': {
			const objects = new Map(watch.objects);
			const unread = new Map(watch.unread);
			for (const gone of update.removed) {
				// An object recreated under the same name is not the removed one.
				if (objects.get(nameOf(gone))?.metadata.uid === gone.uid) objects.delete(nameOf(gone));
				if (unread.get(nameOf(gone))?.uid === gone.uid) unread.delete(nameOf(gone));
			}
			for (const {metadata} of update.objects) unread.delete(nameOf(metadata));
			for (const object of update.objects) objects.set(nameOf(object.metadata), object);
			// Drop the last readable version of an object that can no longer be read: it is out of date.
			for (const object of update.unread) objects.delete(nameOf(object));
			for (const object of update.unread) unread.set(nameOf(object), object);
			const isStill = unread.size === 0 && watch.unread.size === 0;
			return {...watch, status: 'live', error: null, objects, unread: isStill ? watch.unread : unread};
		}
		case 'proof':
			return watch.status === 'failing' ? {...watch, status: 'live', error: null} : watch;
		case 'absent':
			return {...watch, status: 'absent', error: null, wasListed: false, objects: new Map(), unread: new Map()};
		case 'failing': {
			// Drop objects that perch may no longer list; they would stay on screen forever.
			const isForbidden = update.error.kind === 'forbidden';
			return {
				...watch,
				status: 'failing',
				error: update.error,
				objects: isForbidden && watch.objects.size > 0 ? new Map() : watch.objects,
				unread: isForbidden && watch.unread.size > 0 ? new Map() : watch.unread,
			};
		}
	}
}

function nameOf({namespace, name}: {readonly namespace: string; readonly name: string}): string {
	return `${namespace}/${name}`;
}

/** Remembers each weight that the objects show, for the markers on the charts. */
function withWeightChanges(context: EngineContext, state: State): State {
	const known = state.cluster.weightChanges;
	const changed: Record<ReleaseKey, readonly WeightChange[]> = {};
	for (const release of context.derive.releases(state).values()) {
		const {configuredPercent: percent, places: parts = []} = release.split;
		if (percent === 'unknown' || (release.canary === null && !(release.key in known))) continue;
		const before = known[release.key] ?? [];
		const last = before[before.length - 1];
		const places = parts.map(place => place.percent).join(' ');
		if (last?.percent === percent && last.places === places && last.stable === release.stable) continue;
		const change = {atMs: serverTime(state), percent, places, stable: release.stable, isBaseline: last === undefined};
		changed[release.key] = [...before, change].slice(-weightChangeLimit);
	}
	if (Object.keys(changed).length === 0) return state;
	return {...state, cluster: {...state.cluster, weightChanges: {...known, ...changed}}};
}
