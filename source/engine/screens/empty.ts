import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clusterFreshness, isApiServerDown} from '../evidence/freshness.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {releasesRead, unreadKinds} from './what-is-read.ts';

/** Why the first screen has no rows. */
export function emptyServices(context: EngineContext, state: State): SafeText {
	const isFiltered = state.screen.filter !== null && state.screen.filter.text !== '';
	const because = emptyBecause(context, state, 'services');
	const count = context.derive.releases(state).size;
	if (isFiltered || count === 0) return because;
	return safe`${because} · R lists ${count} ${count === 1 ? safe`release` : safe`releases`} without a service`;
}

/** Why a screen of one release shows nothing: the releases are not read yet, or it is gone. */
export function releaseMissing(context: EngineContext, state: State): SafeText {
	if (releasesRead(context, state) !== 'all') return emptyBecause(context, state, 'releases');
	return safe`this release is gone — esc goes back`;
}

/** Why a list has no rows, and what to do about it. */
export function emptyBecause(_context: EngineContext, state: State, what: 'services' | 'releases'): SafeText {
	const {cluster, session, screen} = state;
	if (screen.filter && screen.filter.text !== '')
		return safe`nothing matches /${screen.filter.text} — esc clears the filter`;
	if (!cluster.inventory) {
		const {error} = cluster;
		return error
			? safe`cannot reach ${session.target.server}: ${error.message} — trying again${wayToOthers(state)}`
			: safe`connecting to ${session.target.server} …`;
	}
	const watches = Object.values(cluster.watches).filter(
		({request: {kind}}) => kind.watch === 'cluster' && !kind.isOptional,
	);
	const forbidden = watches.filter(watch => watch.error?.kind === 'forbidden');
	const unread = unreadKinds(state);
	const api = clusterFreshness(state);
	if (unread.length > 0 && isApiServerDown(state))
		return safe`cannot reach ${session.target.server}: ${api.problem ?? safe`no answer`} — trying again${wayToOthers(state)}`;
	if (unread.some(watch => watch.status === 'listing')) return safe`reading ${line(what)} …`;
	const [failing] = unread;
	if (failing)
		return safe`${line(failing.request.kind.resource)} cannot be read: ${failing.error?.message ?? safe`no answer`} — trying again`;
	if (forbidden.length > 0 && forbidden.length === watches.length) {
		return safe`forbidden: ${forbidden[0]?.error?.missing ?? safe`list`} — try -n NAMESPACE, or ask for a role that may read`;
	}
	const {namespaces} = session.settings;
	const where =
		namespaces === 'all'
			? safe`in this cluster`
			: safe`in ${line(namespaces.join(', '))} — : ns goes to another, or to all`;
	return safe`no ${line(what)} ${where}`;
}

function wayToOthers({session}: State): SafeText {
	return session.target.contexts.length > 1 ? safe` · : ctx goes to another cluster` : safe``;
}
