import type {KubeObject} from '../../../../source/domain/cluster/kube-object.ts';
import type {WatchUpdate} from '../../../../source/ports/cluster.ts';

/** The updates of one watch, and the objects that the engine would hold after them. */
export interface View {
	readonly updates: readonly WatchUpdate[];
	/** `namespace/name@resourceVersion`, sorted. */
	readonly held: readonly string[];
	readonly last: WatchUpdate['kind'] | undefined;
	count(kind: WatchUpdate['kind']): number;
	take(update: WatchUpdate): void;
}

export function createView(): View {
	const updates: WatchUpdate[] = [];
	const objects = new Map<string, KubeObject>();
	const put = (object: KubeObject) => objects.set(`${object.metadata.namespace}/${object.metadata.name}`, object);
	return {
		updates,
		get held() {
			return [...objects].map(([key, {metadata}]) => `${key}@${metadata.resourceVersion}`).sort();
		},
		get last() {
			return updates.at(-1)?.kind;
		},
		count: kind => updates.filter(update => update.kind === kind).length,
		take(update) {
			updates.push(update);
			if (update.kind === 'listed') {
				objects.clear();
				for (const object of update.objects) put(object);
			}
			if (update.kind === 'changed') {
				for (const {namespace, name} of update.removed) objects.delete(`${namespace}/${name}`);
				for (const object of update.objects) put(object);
			}
		},
	};
}
