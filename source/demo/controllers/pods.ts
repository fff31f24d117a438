import type {Pod, Service} from './kube-types.ts';
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

/** The Services that select these labels. Asked for each pod: `services` is indexed once, and must not change. */
export function selecting(
	services: readonly Service[],
	labels: Readonly<Record<string, string>> | undefined,
): readonly Service[] {
	const index = indices.get(services) ?? byFirstLabel(services);
	indices.set(services, index);
	return Object.entries(labels ?? {})
		.flatMap(([key, value]) => index.get(`${key}=${value}`) ?? [])
		.filter(({spec}) => selects(spec.selector, labels));
}

const indices = new WeakMap<readonly Service[], ReadonlyMap<string, readonly Service[]>>();

function byFirstLabel(services: readonly Service[]): ReadonlyMap<string, readonly Service[]> {
	return Map.groupBy(services, ({spec}) => {
		const [[key, value] = []] = Object.entries(spec.selector ?? {});
		return `${key}=${value}`;
	});
}
