import type {KubeObject} from '../../domain/kube-object.ts';
import type {Cancel, ClockPort} from '../../ports/clock.ts';
import type {RemovedObject} from '../../ports/cluster.ts';

export interface ChangeBatch {
	changed(object: KubeObject): void;
	removed(object: RemovedObject): void;
	/** Hands over what has gathered, at once. */
	flush(): void;
	/** Forgets what has gathered. */
	drop(): void;
}

/** Gathers changes for up to 50 ms and keeps the last state of each object: a controller that rewrites a Service ten
 * times a second is one update, not ten. */
export function createChangeBatch(
	clock: ClockPort,
	deliver: (objects: readonly KubeObject[], removed: readonly RemovedObject[]) => void,
): ChangeBatch {
	let objects = new Map<string, KubeObject>();
	let gone = new Map<string, RemovedObject>();
	let cancel: Cancel | null = null;

	const drop = () => {
		cancel?.();
		cancel = null;
		objects = new Map();
		gone = new Map();
	};
	const flush = () => {
		const batch = {objects: [...objects.values()], gone: [...gone.values()]};
		drop();
		if (batch.objects.length > 0 || batch.gone.length > 0) deliver(batch.objects, batch.gone);
	};
	const arm = () => {
		cancel ??= clock.after(gatherMs, flush);
	};

	return {
		changed(object) {
			const key = `${object.metadata.namespace}/${object.metadata.name}`;
			// Removed and there again under the same name: two updates, or their order would be lost.
			if (gone.has(key)) flush();
			objects.set(key, object);
			arm();
		},
		removed(object) {
			const key = `${object.namespace}/${object.name}`;
			objects.delete(key);
			gone.set(key, object);
			arm();
		},
		flush,
		drop,
	};
}

const gatherMs = 50;
