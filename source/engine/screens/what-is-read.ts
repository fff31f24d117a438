import type {KindId} from '../../domain/cluster/kube-object.ts';
import type {Reading} from '../../domain/reading.ts';
import type {Row} from '../../traffic/rows.ts';
import {pollError} from '../questions/poll.ts';
import type {State, WatchState} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {isUnread} from '../world/services-read.ts';

/** How many of the kinds whose objects are releases were read: until all were, a count of releases is not
 * complete. */
export function releasesRead(context: EngineContext, state: State): 'nothing' | 'part' | 'all' {
	if (!state.cluster.inventory) return 'nothing';
	const anchors = new Set<KindId>(context.backends.map(({anchor}) => anchor.id));
	const watches = Object.values(state.cluster.watches).filter(({request}) => anchors.has(request.kind.id));
	const unread = watches.filter(isUnread);
	if (unread.length === 0) return 'all';
	return unread.some(({status}) => status === 'listing') || unread.length === watches.length ? 'nothing' : 'part';
}

/** Whether a kind whose objects are releases may not be read: there may be releases that nobody sees here. */
export function mayNotReadReleases(context: EngineContext, state: State): boolean {
	const anchors = new Set<KindId>(context.backends.map(({anchor}) => anchor.id));
	return Object.values(state.cluster.watches).some(
		({request: {kind}, error}) => anchors.has(kind.id) && !kind.isOptional && error?.kind === 'forbidden',
	);
}

/** Whether an object that may be a release cannot be read: nobody knows what it does. */
export function isAnyNotUnderstood(context: EngineContext, state: State): boolean {
	const anchors = new Set<KindId>(context.backends.map(({anchor}) => anchor.id));
	return Object.values(state.cluster.watches).some(
		({request: {kind}, unread}) => anchors.has(kind.id) && unread.size > 0,
	);
}

/** The watches of kinds on the lists that were never read. */
export function unreadKinds(state: State): readonly WatchState[] {
	return Object.values(state.cluster.watches).filter(
		watch => watch.request.kind.watch === 'cluster' && !watch.request.kind.isOptional && isUnread(watch),
	);
}

/** Stands in place of a figure that no answer has told yet: it is awaited, or cannot be had. */
export function unreadFigure(state: State): Reading {
	const {connectError} = state.metrics;
	return {
		kind: 'notRead',
		isAwaited: connectError === null && pollError(state.metrics) === null && state.cluster.error === null,
	};
}

/** Whether the last answer about latency covered this row's Services: perch asks only about Services on screen. */
export function isLatencyRead(context: EngineContext, state: State, {services}: Pick<Row, 'services'>): boolean {
	const {latency, latencyAnsweredOf} = state.metrics;
	const asked = context.derive.remember(state, 'latencyAnsweredOf', () => new Set(latencyAnsweredOf?.split(' ')));
	return latency !== null && services.some(({namespace, name}) => asked.has(`${namespace}/${name}`));
}
