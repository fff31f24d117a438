import type {Controller, DemoClock, ObjectStore, ResourceId, StoreEvent} from '../contract.ts';

/** Wait this long before handling a change, so that related writes are handled together. */
const reactionMs = 10;

/** A work queue over the store. `keysOf` names the keys that a change concerns. `reconcile` brings one key a pass
 * closer to what its objects ask for, and returns the wall-clock time in milliseconds at which it must run again
 * even without a change. */
export function createControlLoop({
	name,
	store,
	clock,
	watched,
	keysOf,
	reconcile,
}: {
	readonly name: string;
	readonly store: ObjectStore;
	readonly clock: DemoClock;
	readonly watched: readonly ResourceId[];
	readonly keysOf: (event: StoreEvent) => readonly string[];
	readonly reconcile: (key: string) => number | undefined;
}): Controller {
	const queue = new Set<string>();
	const wakeUps = new Map<string, {cancel(): void}>();
	let pending: {cancel(): void} | undefined;
	let unsubscribe: (() => void) | undefined;

	return {
		name,
		start() {
			if (unsubscribe !== undefined) return;
			unsubscribe = store.subscribe(event => {
				if (watched.includes(event.resource)) enqueue(keysOf(event));
			});
			for (const resource of watched) {
				for (const object of store.list(resource)) enqueue(keysOf({type: 'ADDED', resource, object}));
			}
		},
		stop() {
			unsubscribe?.();
			unsubscribe = undefined;
			pending?.cancel();
			pending = undefined;
			for (const wakeUp of wakeUps.values()) wakeUp.cancel();
			wakeUps.clear();
			queue.clear();
		},
	};

	function enqueue(keys: readonly string[]): void {
		for (const key of keys) queue.add(key);
		if (queue.size > 0) pending ??= clock.schedule(reactionMs, drain);
	}

	function drain(): void {
		pending = undefined;
		const keys = [...queue];
		queue.clear();
		for (const key of keys) {
			wakeUps.get(key)?.cancel();
			wakeUps.delete(key);
			const wakeAtMs = reconcile(key);
			if (wakeAtMs === undefined) continue;
			const wakeUp = clock.schedule(Math.max(reactionMs, wakeAtMs - clock.nowMs()), () => enqueue([key]));
			wakeUps.set(key, wakeUp);
		}
	}
}

/** `namespace/name`; most loops use it as the key. */
export function keyOf(object: {readonly metadata: {readonly name: string; readonly namespace?: string}}): string {
	return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

export function splitKey(key: string): {readonly namespace: string; readonly name: string} {
	const slash = key.indexOf('/');
	return {namespace: key.slice(0, slash), name: key.slice(slash + 1)};
}

/** The earlier of two wake-up times. */
export function earlier(left: number | undefined, right: number | undefined): number | undefined {
	if (left === undefined || right === undefined) return left ?? right;
	return Math.min(left, right);
}
