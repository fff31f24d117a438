import type {DemoClock, KubeObject, ResourceId} from '../../contract.ts';
import type {StreamSink} from '../connection/exchange.ts';
import {type Representation, representObject} from '../show/representation.ts';
import {objectJson, type ServedResource} from '../show/wire-json.ts';
import type {ApiStore} from '../store.ts';
import type {Predicate} from './selectors.ts';
import type {HistoryEntry} from './watch-history.ts';

/** One open watch. */
interface Watch {
	/** Path and query; faults pick watches by it. */
	readonly url: string;
	readonly served: ServedResource;
	readonly namespace: string | undefined;
	readonly selector: Predicate | undefined;
	readonly representation: Representation;
	readonly sink: StreamSink;
	readonly wantsBookmarks: boolean;
	readonly timeoutMs: number;
	/** The client knows the changes up to this one. */
	readonly resourceVersion: number;
}

/** Sends changes to the open watches. A silenced watch stays open but gets nothing more, like a half-open
 * connection. */
export interface WatchHub {
	/** Sends the changes since the watch's resourceVersion, then the new ones. Returns a function that ends the
	 * watch. */
	open(watch: Watch): () => void;
	readonly size: number;
	/** Writes one raw line to the watches whose URL contains `path`. */
	writeLine(line: string, path?: string): void;
	end(path?: string): void;
	silence(path?: string): void;
	close(): void;
}

export function createWatchHub({
	store,
	clock,
	bookmarksEveryMs,
}: {
	store: ApiStore;
	clock: DemoClock;
	bookmarksEveryMs: number;
}): WatchHub {
	const open = new Map<ResourceId, Set<OpenWatch>>();
	const matching = (path = '') => [...open.values()].flatMap(set => [...set]).filter(({url}) => url.includes(path));
	const unsubscribe = store.subscribe(entry => {
		for (const watch of open.get(entry.resource) ?? []) {
			// Another subscriber may have opened the watch while older changes were still being delivered.
			if (entry.resourceVersion > watch.sentUpTo) send(watch, entry, clock.nowMs());
		}
	});

	return {
		open(asked) {
			const watch: OpenWatch = {...asked, sentUpTo: asked.resourceVersion, isFirst: true, isSilent: false};
			const watches = open.get(watch.served.resource.id) ?? new Set();
			open.set(watch.served.resource.id, watches.add(watch));
			const timers = [clock.schedule(watch.timeoutMs, () => close(true))];
			const close = (endsStream: boolean) => {
				if (!watches.delete(watch)) return;
				for (const timer of timers) timer.cancel();
				if (endsStream && !watch.isSilent) watch.sink.end();
			};
			if (watch.wantsBookmarks) timers.push(...bookmarkTimers(watch, () => bookmark(watch)));
			const missed = store.changesSince(watch.served.resource.id, watch.resourceVersion);
			if (missed.kind === 'changes') for (const entry of missed.entries) send(watch, entry, clock.nowMs());
			watch.close = () => close(true);
			return () => close(false);
		},
		get size() {
			return [...open.values()].reduce((sum, {size}) => sum + size, 0);
		},
		writeLine(line, path) {
			for (const watch of matching(path)) watch.sink.write(`${line}\n`);
		},
		end(path) {
			for (const watch of matching(path)) watch.close?.();
		},
		silence(path) {
			for (const watch of matching(path)) watch.isSilent = true;
		},
		close() {
			unsubscribe();
			for (const watch of matching()) watch.close?.();
		},
	};

	/** Once per period, and once more shortly before the end, as the real server does. */
	function bookmarkTimers(watch: OpenWatch, run: () => void): {cancel(): void}[] {
		let timer = clock.schedule(bookmarksEveryMs, repeat);
		function repeat(): void {
			run();
			timer = clock.schedule(bookmarksEveryMs, repeat);
		}
		const beforeEndMs = watch.timeoutMs - 2_000;
		const last = beforeEndMs > 0 ? [clock.schedule(beforeEndMs, run)] : [];
		return [{cancel: () => timer.cancel()}, ...last];
	}

	function bookmark(watch: OpenWatch): void {
		if (watch.isSilent) return;
		watch.sink.write(`{"type":"BOOKMARK","object":${bookmarkJson(watch.served, store.resourceVersion)}}\n`);
	}
}

interface OpenWatch extends Watch {
	sentUpTo: number;
	isFirst: boolean;
	isSilent: boolean;
	close?: () => void;
}

function send(watch: OpenWatch, entry: HistoryEntry, nowMs: number): void {
	watch.sentUpTo = entry.resourceVersion;
	if (watch.isSilent) return;
	const {served, representation, namespace, selector, isFirst} = watch;
	if (namespace !== undefined && entry.object.metadata.namespace !== namespace) return;
	const type = seenAs(entry, selector);
	if (type === undefined) return;
	const object = shown(entry, type);
	const text =
		representation.as === 'object'
			? objectJson(object, served)
			: representObject(object, served, representation, {nowMs, isFirst});
	watch.isFirst = false;
	watch.sink.write(`{"type":"${type}","object":${text}}\n`);
}

/** The event type for this watch: a watch with a selector sees an object that starts or stops matching as added or
 * deleted. */
function seenAs({type, object, previous}: HistoryEntry, selector: Predicate | undefined): string | undefined {
	if (selector === undefined) return type;
	const matched = previous !== undefined && selector(previous);
	const matches = type !== 'DELETED' && selector(object);
	if (matches) return matched ? 'MODIFIED' : 'ADDED';
	return matched ? 'DELETED' : undefined;
}

/** Shows an object that stopped matching as it was before, with the resourceVersion of the change. */
function shown({object, previous, type}: HistoryEntry, seenType: string): KubeObject {
	if (seenType !== 'DELETED' || type === 'DELETED' || previous === undefined) return object;
	return {...previous, metadata: {...previous.metadata, resourceVersion: object.metadata.resourceVersion ?? ''}};
}

/** Bookmarks of built-in kinds carry the empty value of their Go type. */
const emptyBodies: Readonly<Record<ResourceId, object>> = {
	pods: {spec: {containers: null}, status: {}},
	services: {spec: {}, status: {loadBalancer: {}}},
	'deployments.apps': {
		spec: {replicas: 0, selector: null, template: {metadata: {}, spec: {containers: null}}, strategy: {}},
		status: {},
	},
	'replicasets.apps': {
		spec: {replicas: 0, selector: null, template: {metadata: {}, spec: {containers: null}}},
		status: {replicas: 0},
	},
};

function bookmarkJson({resource, version}: ServedResource, resourceVersion: number): string {
	const apiVersion = resource.group === '' ? version : `${resource.group}/${version}`;
	const metadata = {resourceVersion: String(resourceVersion)};
	return JSON.stringify({kind: resource.kind, apiVersion, metadata, ...emptyBodies[resource.id]});
}
