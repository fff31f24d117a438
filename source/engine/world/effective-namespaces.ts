import type {State} from '../state/state.ts';

/** The namespaces that are really looked at: those asked for, or the fallback where nothing may be listed cluster-wide.
 * One kind that may not be listed narrows that kind only. */
export function effectiveNamespaces({session, cluster}: State): readonly string[] | 'all' {
	const {namespaces, fallbackNamespaces} = session.settings;
	if (namespaces !== 'all' || fallbackNamespaces.length === 0) return namespaces;
	const clusterWide = Object.values(cluster.watches).filter(
		({request}) => request.kind.watch === 'cluster' && request.namespace === undefined,
	);
	const isForbidden = clusterWide.length > 0 && clusterWide.every(watch => watch.error?.kind === 'forbidden');
	return isForbidden ? fallbackNamespaces : 'all';
}
