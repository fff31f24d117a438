import type {Pod} from './kube-types.ts';
import {conditionOfPod} from './pod-status.ts';

export function isTerminating(pod: Pod): boolean {
	return pod.metadata.deletionTimestamp !== undefined;
}

export function isReady(pod: Pod): boolean {
	return conditionOfPod(pod, 'Ready')?.status === 'True';
}

/** When a ready pod will have been ready for `minReadySeconds`, in wall-clock milliseconds; undefined while it is
 * not ready. */
export function availableAtMs(pod: Pod, minReadySeconds: number): number | undefined {
	const ready = conditionOfPod(pod, 'Ready');
	if (ready?.status !== 'True') return undefined;
	return Date.parse(ready.lastTransitionTime) + minReadySeconds * 1000;
}

/** Whether `labels` has all labels of the selector. An empty selector selects nothing. */
export function selects(
	selector: Readonly<Record<string, string>> | undefined,
	labels: Readonly<Record<string, string>> | undefined,
): boolean {
	let isSelecting = false;
	for (const key in selector) {
		if (labels?.[key] !== selector[key]) return false;
		isSelecting = true;
	}
	return isSelecting;
}
