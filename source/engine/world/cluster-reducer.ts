import type {ReleaseKey} from '../../domain/keys.ts';
import type {ClusterError, Heartbeat, WatchUpdate} from '../../ports/cluster.ts';
import type {Event} from '../state/events.ts';
import {done, isCurrent} from '../state/query.ts';
import {serverTime} from '../state/server-time.ts';
import type {ClusterState, State, WatchState, WeightChange} from '../state/state.ts';
import type {EngineContext} from './context.ts';

/** Identity and inventory are asked again this often, so that a kind installed later is noticed. */
const inventoryEveryMs = 300_000;
const identifyRetryMs = 2_000;
/** Weight changes kept of one release. */
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

/** The server's Date counts whole seconds: an offset that agrees with it is kept, so that clocks and countdowns run
 * evenly; one that does not moves as far as it must. */
function steadied(knownMs: number, {clockOffsetMs, roundTripMs}: Heartbeat): number {
	if (clockOffsetMs === null) return knownMs;
	const slackMs = 500 + roundTripMs / 2;
	return Math.min(clockOffsetMs + slackMs, Math.max(clockOffsetMs - slackMs, knownMs));
}

/** Any read or dry run that is not answered in time makes what is shown doubtful, whatever else still answers; one that
 * is answered proves that the server is there. */
export function noteAnswer(state: State, event: Event): State {
	if (isTimedOut(event)) return {...state, cluster: {...state.cluster, timedOutAtMs: event.atMs}};
	const isAnswered = (event.kind === 'liveRead' || event.kind === 'dryRunReturned') && event.result.ok;
	return isAnswered ? {...state, cluster: proven(state.cluster, event.atMs)} : state;
}

/** An answer from what the server stores: that it gave none before is over. A login that it refused stays refused. */
function proven(cluster: ClusterState, atMs: number): ClusterState {
	const wasSilent = cluster.error?.kind === 'timeout' || cluster.error?.kind === 'unreachable';
	return {...cluster, lastProofMs: atMs, error: wasSilent ? null : cluster.error};
}

function isTimedOut(event: Event): boolean {
	switch (event.kind) {
		case 'liveRead':
		case 'heartbeatReturned':
			return !event.result.ok && isTimeout(event.result.error);
		case 'watchUpdated':
			return event.update.kind === 'failing' && isTimeout(event.update.error);
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

export function watchUpdated(
	context: EngineContext,
	state: State,
	event: Extract<Event, {kind: 'watchUpdated'}>,
): State {
	const watch = state.cluster.watches[event.id];
	// Cancelled meanwhile.
	if (!watch) return state;
	const updated = updateWatch(watch, event.update);
	// What the server keeps in memory makes bookmarks as well: only what came from its storage proves anything.
	const isProof = event.update.kind === 'listed' || event.update.kind === 'changed';
	const hasTurned = (watch.status === 'absent') !== (updated.status === 'absent');
	const cluster: ClusterState = {
		...(isProof ? proven(state.cluster, event.atMs) : state.cluster),
		// Other kinds may have come or gone with it: what is served is asked at once.
		...(hasTurned && !state.cluster.connect.isRunning
			? {connect: {...state.cluster.connect, dueAtMs: event.atMs}}
			: {}),
		watches: {...state.cluster.watches, [event.id]: updated},
	};
	const next = {...state, cluster};
	// A weight changes with the release's own object or its route; what its pods do follows from there.
	const isSame = updated.objects === watch.objects || watch.request.kind.watch === 'release';
	return isSame || isFirstReading(cluster) ? next : withWeightChanges(context, next);
}

/** Before every kind was read once, a release stands without its route: its weight then is no baseline. */
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
				// An object made anew under the same name is not the one that went.
				if (objects.get(nameOf(gone))?.metadata.uid === gone.uid) objects.delete(nameOf(gone));
				if (unread.get(nameOf(gone))?.uid === gone.uid) unread.delete(nameOf(gone));
			}
			for (const {metadata} of update.objects) unread.delete(nameOf(metadata));
			for (const object of update.objects) objects.set(nameOf(object.metadata), object);
			// What it was before it could not be read is no longer so.
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
			// What may not be read any more would be shown as it was for ever, beside what still may.
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

/** Remembers each weight as the objects show it, for the markers on the charts. */
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
