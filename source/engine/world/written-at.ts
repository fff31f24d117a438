import type {KubeObject} from '../../domain/cluster/kube-object.ts';

/** The object, with write times no earlier than its arrival. managedFields keep no time where a field was only
 * removed, as a promote removes a pause: by them alone the newest write would look old, and its controller
 * silent since then. */
export function writtenAt<T extends KubeObject>(object: T, arrivedAtMs: number | null): T {
	if (arrivedAtMs === null) return object;
	const {changedAtMs, statusChangedAtMs} = object.metadata;
	return {
		...object,
		metadata: {
			...object.metadata,
			changedAtMs: Math.max(changedAtMs ?? 0, arrivedAtMs),
			statusChangedAtMs: Math.max(statusChangedAtMs ?? 0, arrivedAtMs),
		},
	};
}
