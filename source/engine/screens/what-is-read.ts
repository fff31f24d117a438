import type {KindId} from '../../domain/kube-object.ts';
import type {Reading} from '../../domain/reading.ts';
import {SERVICES} from '../../kinds/service.ts';
import type {Row} from '../../traffic/rows.ts';
import {pollError} from '../questions/poll.ts';
import type {State, WatchState} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** How much of the kinds whose objects are releases was read: before all of it was, a count is no count of everything. */
export function releasesRead(context: EngineContext, state: State): 'nothing' | 'part' | 'all' {
	if (!state.cluster.inventory) return 'nothing';
	const anchors = new Set<KindId>(context.backends.map(({anchor}) => anchor.id));
	const watches = Object.values(state.cluster.watches).filter(({request}) => anchors.has(request.kind.id));
	const unread = watches.filter(isUnread);
	if (unread.length === 0) return 'all';
	return unread.some(({status}) => status === 'listing') || unread.length === watches.length ? 'nothing' : 'part';
}

/** Never read, though it may be: what of it is not known may be there. */
function isUnread({status, wasListed, error}: WatchState): boolean {
	return !wasListed && status !== 'absent' && error?.kind !== 'forbidden';
}

/** Which kinds of the lists were never read. */
export function unreadKinds(state: State): readonly WatchState[] {
	return Object.values(state.cluster.watches).filter(
		watch => watch.request.kind.watch === 'cluster' && !watch.request.kind.isOptional && isUnread(watch),
	);
}

/** In place of a figure that no answer has told yet: it is awaited, or cannot be had. */
export function unreadFigure(state: State): Reading {
	const {connectError} = state.metrics;
	return {
		kind: 'notRead',
		isAwaited: connectError === null && pollError(state.metrics) === null && state.cluster.error === null,
	};
}

/** Latency is asked of the Services on screen alone: whether the last answer spoke of this row's. */
export function isLatencyRead(context: EngineContext, state: State, {services}: Pick<Row, 'services'>): boolean {
	const {latency, latencyAnsweredOf} = state.metrics;
	const asked = context.derive.remember(state, 'latencyAnsweredOf', () => new Set(latencyAnsweredOf?.split(' ')));
	return latency !== null && services.some(({namespace, name}) => asked.has(`${namespace}/${name}`));
}

/** Whether Services were read: without them nobody knows which one leads to a release. */
export function areServicesRead({cluster}: State): boolean {
	return Object.values(cluster.watches).every(watch => watch.request.kind.id !== SERVICES.id || !isUnread(watch));
}
