import {safe} from '../../domain/safe-text.ts';
import {currentPlace, withPlace} from '../lists/places.ts';
import {type LogSide, type LogsPlace, logRangeOf, logRanges, logsPlaceOf, withLogsPlace} from '../state/logs-place.ts';
import type {State} from '../state/state.ts';
import type {Key} from '../state/terminal-input.ts';
import {said} from './said.ts';
import {edited} from './text-input.ts';

/** What the keys of the logs screen change: its own state in the place on top of the stack. */
export const logsChanges = {
	/** Stops at the newest line that is shown now, or goes on with the newest. */
	follow: (state: State) =>
		changed(state, ({bottom}) => ({bottom: bottom === null ? (state.cluster.logs?.told?.newest ?? 0) : null})),
	startFilter: (state: State) =>
		changed(state, ({filter}) => ({filter: {text: filter?.text ?? safe``, isEditing: true}})),
	longer: (state: State) => inRange(state, 1),
	shorter: (state: State) => inRange(state, -1),
	previous: (state: State) => changed(state, ({isPrevious}) => ({isPrevious: !isPrevious, bottom: null})),
	wrap: (state: State) => linesChanged(state, ({isWrapped}) => ({isWrapped: !isWrapped})),
	times: (state: State) => linesChanged(state, ({hasTimes}) => ({hasTimes: !hasTimes})),
	patterns: (state: State) => changed(state, ({hasPatterns}) => ({hasPatterns: !hasPatterns})),
	side: (state: State) => linesChanged(state, ({side}) => ({side: nextSide[side]})),
	layout: (state: State) => linesChanged(state, ({layout}) => ({layout: layout === 'merged' ? 'apart' : 'merged'})),
} as const;

const nextSide: Readonly<Record<LogSide, LogSide>> = {both: 'stable', stable: 'canary', canary: 'both'};

/** Takes the keys of an open filter, and `esc` while one is in force; null for any other key. */
export function typedInLogs(state: State, key: Key): State | null {
	const {filter} = logsPlaceOf(currentPlace(state.screen));
	if (!filter) return null;
	if (key.name === 'escape') return changed(state, () => ({filter: null}));
	if (!filter.isEditing) return null;
	if (key.name === 'enter')
		return changed(state, () => ({filter: filter.text === '' ? null : {...filter, isEditing: false}}));
	return changed(state, () => ({filter: {...filter, text: edited(filter.text, key)}}));
}

function inRange(state: State, by: -1 | 1): State {
	const place = logsPlaceOf(currentPlace(state.screen));
	const rangeIndex = Math.max(0, Math.min(logRanges.length - 1, place.rangeIndex + by));
	if (rangeIndex === place.rangeIndex) {
		const {label} = logRangeOf(place);
		return said(
			state,
			'info',
			label === 'all' ? safe`the logs are read from their start` : safe`one minute is the least`,
		);
	}
	return linesChanged(state, () => ({rangeIndex, bottom: null}));
}

/** A change that only lines show: without any the operator learns that it was made. */
function linesChanged(state: State, change: (place: LogsPlace) => Partial<LogsPlace>): State {
	const next = changed(state, change);
	const hasLines = (state.cluster.logs?.told?.newest ?? 0) > 0;
	return hasLines ? next : said(next, 'info', safe`done: it shows once there are lines`);
}

function changed(state: State, change: (place: LogsPlace) => Partial<LogsPlace>): State {
	const place = currentPlace(state.screen);
	return {...state, screen: withPlace(state.screen, withLogsPlace(place, change(logsPlaceOf(place))))};
}
