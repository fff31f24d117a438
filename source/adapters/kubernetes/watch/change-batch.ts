import type {KubeObject} from '../../../domain/cluster/kube-object.ts';
import type {UnreadObject} from '../../../domain/cluster/read-object.ts';
import type {Cancel, ClockPort} from '../../../ports/clock.ts';
import type {RemovedObject} from '../../../ports/cluster.ts';

export interface ChangeBatch {
	changed(object: KubeObject): void;
	/** The object changed into one that its kind's schema cannot read. */
	unreadable(object: UnreadObject): void;
	removed(object: RemovedObject): void;
	/** Delivers the gathered changes now. */
	flush(): void;
	/** Drops the gathered changes. */
	drop(): void;
}

/** Gathers changes for 50 ms, and keeps only the last state of each object: ten quick writes of a controller to one
 * Service are one update, not ten. */
export function createChangeBatch(
	clock: ClockPort,
	deliver: (changes: {
		readonly objects: readonly KubeObject[];
		readonly unread: readonly UnreadObject[];
		readonly removed: readonly RemovedObject[];
	}) => void,
): ChangeBatch {
	let objects = new Map<string, KubeObject>();
	let unread = new Map<string, UnreadObject>();
	let gone = new Map<string, RemovedObject>();
	let cancel: Cancel | null = null;

	const drop = () => {
		cancel?.();
		cancel = null;
		objects = new Map();
		unread = new Map();
		gone = new Map();
	};
	const flush = () => {
		const batch = {objects: [...objects.values()], unread: [...unread.values()], removed: [...gone.values()]};
		drop();
		if (batch.objects.length + batch.unread.length + batch.removed.length > 0) deliver(batch);
	};
	const arm = () => {
		cancel ??= clock.after(gatheredMs, flush);
	};

	/** Keeps each object in only one of the three maps: its newest state counts. */
	const forget = (key: string) => {
		// The object was removed and made again under the same name: deliver two updates, or their order would be
		// lost.
		if (gone.has(key)) flush();
		objects.delete(key);
		unread.delete(key);
	};

	return {
		changed(object) {
			const key = keyOf(object.metadata);
			forget(key);
			objects.set(key, object);
			arm();
		},
		unreadable(object) {
			const key = keyOf(object);
			forget(key);
			unread.set(key, object);
			arm();
		},
		removed(object) {
			const key = keyOf(object);
			objects.delete(key);
			unread.delete(key);
			gone.set(key, object);
			arm();
		},
		flush,
		drop,
	};
}

const gatheredMs = 50;

function keyOf({namespace, name}: {readonly namespace: string; readonly name: string}): string {
	return `${namespace}/${name}`;
}
