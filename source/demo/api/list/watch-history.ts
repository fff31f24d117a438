import type {KubeObject, ResourceId, StoreEvent} from '../../contract.ts';

/** A change that can still be sent to a watch. */
export interface HistoryEntry extends StoreEvent {
	readonly resourceVersion: number;
	/** The object before the change; it decides whether a watch with a selector has seen the object. */
	readonly previous: KubeObject | undefined;
}

/** The recent changes, per resource. Old changes leave by number and by age, as from the watch cache of a real API
 * server; a client that asks for a change that has left is told `expired` and lists again. */
export interface WatchHistory {
	append(entry: HistoryEntry, nowMs: number): void;
	/** Changes after `resourceVersion`, oldest first; or, when some have left, the oldest resourceVersion to ask for. */
	since(
		resource: ResourceId,
		resourceVersion: number,
		nowMs: number,
	): {kind: 'changes'; entries: readonly HistoryEntry[]} | {kind: 'expired'; oldest: number};
	/** Forgets every change so far: all older resourceVersions are expired from now on. */
	expire(currentResourceVersion: number): void;
}

export function createWatchHistory({limit, maxAgeMs}: {limit: number; maxAgeMs: number}): WatchHistory {
	const rings = new Map<ResourceId, Ring>();
	let expiredUpTo = 0;

	const ringOf = (resource: ResourceId): Ring => {
		const ring = rings.get(resource) ?? {entries: [], first: 0, oldest: 0};
		rings.set(resource, ring);
		return ring;
	};

	return {
		append(entry, nowMs) {
			const ring = ringOf(entry.resource);
			ring.entries.push({entry, atMs: nowMs});
			evict(ring, nowMs);
		},
		since(resource, resourceVersion, nowMs) {
			const ring = ringOf(resource);
			evict(ring, nowMs);
			const oldest = Math.max(ring.oldest, expiredUpTo);
			if (resourceVersion < oldest) return {kind: 'expired', oldest};
			return {kind: 'changes', entries: ring.entries.slice(firstAfter(ring, resourceVersion)).map(({entry}) => entry)};
		},
		expire(currentResourceVersion) {
			expiredUpTo = currentResourceVersion;
			rings.clear();
		},
	};

	function evict(ring: Ring, nowMs: number): void {
		for (;;) {
			const head = ring.entries[ring.first];
			if (head === undefined) break;
			if (ring.entries.length - ring.first <= limit && nowMs - head.atMs <= maxAgeMs) break;
			ring.oldest = head.entry.resourceVersion;
			ring.first += 1;
		}
		// Compact only now and then, to keep an append cheap.
		if (ring.first > limit) {
			ring.entries.splice(0, ring.first);
			ring.first = 0;
		}
	}
}

interface Ring {
	entries: {readonly entry: HistoryEntry; readonly atMs: number}[];
	/** Index of the oldest entry that still counts. */
	first: number;
	/** The resourceVersion of the newest entry that left. */
	oldest: number;
}

function firstAfter(ring: Ring, resourceVersion: number): number {
	let low = ring.first;
	let high = ring.entries.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((ring.entries[middle]?.entry.resourceVersion ?? 0) > resourceVersion) high = middle;
		else low = middle + 1;
	}
	return low;
}
