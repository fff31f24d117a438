import type {State} from '../state/state.ts';

/** The namespaces that perch really reads: those the operator asked for, or the fallback where perch may list
 * no kind cluster-wide. A single kind that perch may not list narrows that kind only. */
export function effectiveNamespaces({session, cluster}: State): readonly string[] | 'all' {
	const {namespaces, fallbackNamespaces} = session.settings;
	if (namespaces !== 'all' || fallbackNamespaces.length === 0) return namespaces;
	const clusterWide = Object.values(cluster.watches).filter(
		({request}) => request.kind.watch === 'cluster' && request.namespace === undefined,
	);
	const isForbidden = clusterWide.length > 0 && clusterWide.every(watch => watch.error?.kind === 'forbidden');
	return isForbidden ? fallbackNamespaces : 'all';
}
