import {ident, type SafeText} from '../../domain/safe-text.ts';

/** The label for a pod's name without its suffix: the ReplicaSet, StatefulSet or DaemonSet that made the pod. */
export const podSetLabel = 'pod_set';

/** The same of one pod's name; null for what is none. */
export function podSetOf(pod: string): SafeText | null {
	const set = /^(.+)-[^-]+$/.exec(pod)?.[1];
	return set === undefined ? null : ident(set);
}

/** Adds the name of the set that made the pod, to group by it: otherwise each pod would be a series of its own. */
export function withPodSet(series: string, label: string, pod: string): string {
	return `label_replace(${series},"${label}","$1","${pod}","(.+)-[^-]+")`;
}
