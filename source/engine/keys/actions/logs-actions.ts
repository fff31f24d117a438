import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {currentPlace, withPlace} from '../../lists/places.ts';
import {
	isApart,
	type LogSide,
	type LogsPlace,
	logRangeOf,
	logRanges,
	logsPlaceOf,
	withLogsPlace,
} from '../../state/logs-place.ts';
import type {State} from '../../state/state.ts';
import {said} from '../said.ts';

/** What the keys of the logs screen change: its own state in the place on top of the stack. */
export const logsChanges = {
	/** Stops at the newest line that is shown now, or goes on with the newest. */
	follow: (state: State) =>
		changed(state, ({bottom}) => ({bottom: bottom === null ? (state.cluster.logs?.told?.newest ?? 0) : null})),
	longer: (state: State) => inRange(state, 1),
	shorter: (state: State) => inRange(state, -1),
	previous: (state: State) => changed(state, ({isPrevious}) => ({isPrevious: !isPrevious, bottom: null})),
	wrap: (state: State) =>
		chosen(
			changed(state, ({isWrapped}) => ({isWrapped: !isWrapped})),
			({isWrapped}) => (isWrapped ? safe`long lines take several rows` : safe`long lines are cut`),
		),
	times: (state: State) =>
		chosen(
			changed(state, ({hasTimes}) => ({hasTimes: !hasTimes})),
			({hasTimes}) => (hasTimes ? safe`each line has its time` : safe`lines without their times`),
		),
	patterns: (state: State) => changed(state, ({hasPatterns}) => ({hasPatterns: !hasPatterns})),
	side: (state: State) =>
		chosen(
			changed(state, ({side}) => ({side: nextSide[side]})),
			({side}) => sideTexts[side],
		),
	layout: (state: State) =>
		chosen(
			changed(state, place => ({layout: isApart(place) ? 'merged' : 'apart', side: 'both'})),
			({layout}) => (layout === 'merged' ? safe`both versions in one order of time` : safe`stable and canary apart`),
		),
} as const;

const sideTexts = {
	both: safe`lines of both versions`,
	stable: safe`lines of stable alone`,
	canary: safe`lines of the canary alone`,
} as const satisfies Readonly<Record<LogSide, SafeText>>;

const nextSide: Readonly<Record<LogSide, LogSide>> = {both: 'stable', stable: 'canary', canary: 'both'};

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

/** Says what was chosen: without lines, or with short ones, nothing else on the screen shows it. */
function chosen(state: State, text: (place: LogsPlace) => SafeText): State {
	return said(state, 'info', text(logsPlaceOf(currentPlace(state.screen))));
}

function changed(state: State, change: (place: LogsPlace) => Partial<LogsPlace>): State {
	const place = currentPlace(state.screen);
	return {...state, screen: withPlace(state.screen, withLogsPlace(place, change(logsPlaceOf(place))))};
}
