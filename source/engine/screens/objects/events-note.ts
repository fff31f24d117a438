import {line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {State} from '../../state/state.ts';
import {awaited} from '../awaited.ts';
import {eventWatches} from './occurrences.ts';

/** What is missing from a list of Events, and why. */
export interface EventsNote {
	readonly tone: 'info' | 'warning';
	readonly text: SafeText;
}

/** Kinds of the release's own objects that may not be listed: which Events are about them cannot be told. Null where there
 * are none. */
export function unseenNote({cluster}: State, namespaces: readonly string[]): EventsNote | null {
	const unseen = Object.values(cluster.watches).filter(
		({request: {kind, namespace}, error}) =>
			kind.watch !== 'cluster' &&
			!kind.isOptional &&
			kind.kind !== 'Event' &&
			error?.kind === 'forbidden' &&
			(namespace === undefined || namespaces.includes(namespace)),
	);
	const kinds = [...new Set(unseen.map(({request}) => request.kind.resource))].toSorted();
	if (kinds.length === 0) return null;
	return {tone: 'warning', text: safe`Events of its ${line(kinds.join(' and '))} are missing: they may not be listed`};
}

/** Null where the Events of these namespaces are all there and up to date. */
export function eventsNote(state: State, namespaces: readonly string[]): EventsNote | null {
	const watches = eventWatches(state);
	for (const namespace of namespaces) {
		const watch = watches.find(({request}) => request.namespace === namespace);
		const where = line(namespace);
		if (!watch || watch.status === 'listing')
			return {tone: 'info', text: awaited(state, safe`reading the Events of ${where}`)};
		if (watch.error?.kind === 'forbidden')
			return {
				tone: 'warning',
				text: safe`Events of ${where} are missing: forbidden, ${watch.error.missing ?? safe`list events`}`,
			};
		if (watch.status === 'failing') {
			const state = watch.wasListed ? safe`are not up to date` : safe`cannot be read`;
			return {tone: 'warning', text: safe`Events of ${where} ${state}: ${watch.error?.message ?? safe`no answer`}`};
		}
		if (watch.status === 'absent') return {tone: 'warning', text: safe`this cluster serves no Events`};
	}
	return null;
}
