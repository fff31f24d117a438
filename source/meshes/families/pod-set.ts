import type {NamedService} from '../../domain/cluster/service-host.ts';
import {quoted} from '../../domain/signals/series-scope.ts';
import {ident, type SafeText} from '../../domain/text/safe-text.ts';
import {byNamespace, escapeRegex} from '../promql.ts';

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

/** Label matchers for the pods of the workloads behind these services, and no others: a list for each namespace. Where
 * perch does not know the workloads, they select nothing. */
export function podsOf(
	services: readonly NamedService[],
	labels: {readonly namespace: string; readonly pod: string},
): readonly (readonly string[])[] {
	const workloads = services.flatMap(({namespace, applications = []}) => applications.map(name => ({namespace, name})));
	if (workloads.length === 0) return [[`${labels.pod}="-"`]];
	return byNamespace(workloads).map(([namespace, names]) => {
		const pattern = `(?:${[...new Set(names)].sort().map(escapeRegex).join('|')})-(?:(?:${hash}-)?[a-z0-9]{5}|[0-9]+)`;
		return [`${labels.namespace}=${quoted(namespace)}`, `${labels.pod}=~${quoted(pattern)}`];
	});
}

/** Of a template: without vowels, so that hardly a part of another workload's name is one. */
const hash = '[bcdfghjklmnpqrstvwxz2-9]{6,10}';
