import {namedBy} from '../../../domain/cluster/keys.ts';
import {instantMs} from '../../../domain/instant.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {clockTime} from '../../../domain/time.ts';
import type {NumberedEntry} from '../../../logs/log-entry.ts';
import {readableEntry} from '../../../logs/readable-entry.ts';
import {releaseName} from '../../../traffic/rows.ts';
import {clusterFreshness, isTrusted} from '../../evidence/freshness.ts';
import {stepped} from '../../keys/actions/navigation.ts';
import {versionsText} from '../../lists/attention.ts';
import {currentPlace, releaseKeyOf, withPlace} from '../../lists/places.ts';
import {targetRelease} from '../../lists/selection.ts';
import type {ActionId} from '../../state/action-id.ts';
import {isApart, type LogsPlace, logsPlaceOf, withLogsPlace} from '../../state/logs-place.ts';
import type {Place, Step} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext, Screen} from '../../world/context.ts';
import {onEveryScreen} from '../actions-of-screens.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {type IntentLines, intentLines} from '../intent-line.ts';
import {type PatternsView, patternsView} from './logs-patterns.ts';
import {type LogRole, type LogSides, passingEntries, roleOf, sidesOf} from './logs-sides.ts';
import {isFollowed, type LogProblem, logProblems, logsStatus, noLines} from './logs-status.ts';

/** The lines of a release's pods, the newest at the bottom. */
export interface LogsView {
	readonly header: HeaderView;
	readonly name: SafeText;
	readonly versions: SafeText;
	readonly intent: IntentLines | null;
	/** `9 of 10 pods · last 5 min, at most 800 lines each` */
	readonly status: SafeText;
	/** Null while the newest line is at the bottom; else how many newer lines stand below the screen. */
	readonly newerBelow: number | null;
	/** New lines come to the screen by themselves. */
	readonly isFollowing: boolean;
	readonly problems: readonly LogProblem[];
	readonly patterns: PatternsView;
	readonly arePatternsOpen: boolean;
	readonly isWrapped: boolean;
	/** One, or stable and canary apart. At least as many lines of each as a screen has rows, where there are so many. */
	readonly sections: readonly LogSection[];
	readonly footer: FooterView;
}

export interface LogSection {
	/** Null where there is only one. */
	readonly title: {readonly text: SafeText; readonly role: LogRole} | null;
	readonly lines: readonly LogLineView[];
	/** Why there are no lines; null where there are some. */
	readonly empty: SafeText | null;
}

export interface LogLineView {
	/** Null where times are off. */
	readonly time: SafeText | null;
	/** The version; null where a section is of one version alone. */
	readonly mark: SafeText | null;
	readonly role: LogRole;
	readonly pod: SafeText;
	readonly text: SafeText;
	readonly isNote: boolean;
}

export const logs = {
	id: 'logs',
	opening: {
		keys: ['l'],
		label: safe`logs`,
		help: safe`logs of a release's pods, and what only the canary writes`,
		listed: 'footer',
		from: ['home', 'panels', 'releases', 'release', 'service'],
		place: logsPlace,
		otherwise: safe`no logs here: mark a row that has a release`,
	},
	namedFirst: ['filter', 'logsFollow', 'logsShorter', 'logsPatterns'],
	actions: [
		'back',
		'goBack',
		'filter',
		'logsFollow',
		'logsShorter',
		'logsLonger',
		'logsPatterns',
		'logsLayout',
		'logsSide',
		'logsPrevious',
		'logsTimes',
		'logsWrap',
		'down',
		'up',
		'pageDown',
		'pageUp',
		'first',
		'last',
		...onEveryScreen,
	],
	unlisted: ['goBack'],
	labels,
	readsLogs: true,
	hasOwnFilter: true,
	moved,
	select: selectLogs,
} satisfies Screen<'logs'>;

function logsPlace(context: EngineContext, state: State): Place | null {
	const key = targetRelease(context, state);
	return key && {kind: 'logs', key};
}

function labels(state: State): Readonly<Partial<Record<ActionId, SafeText>>> {
	const place = logsPlaceOf(currentPlace(state.screen));
	return {
		logsFollow: place.bottom === null ? safe`stop` : safe`follow`,
		logsLayout: isApart(place) ? safe`together` : safe`apart`,
		logsPrevious: place.isPrevious ? safe`present run` : safe`previous`,
	};
}

function moved(context: EngineContext, state: State, by: Step): State {
	const place = currentPlace(state.screen);
	const own = logsPlaceOf(place);
	const entries = passingEntries(context, state, place);
	const at = own.bottom === null ? entries.length - 1 : bottomIndex(entries, own.bottom);
	// The first page, not the first line alone at the bottom.
	const to = Math.max(stepped(entries, at, by), Math.min(entries.length, firstPageRows) - 1);
	const bottom = by === 'last' ? null : (entries[to]?.number ?? own.bottom);
	const isStill = own.bottom === null && to === entries.length - 1;
	return {...state, screen: withPlace(state.screen, withLogsPlace(place, {bottom: isStill ? null : bottom}))};
}

const firstPageRows = 10;

function bottomIndex(entries: readonly NumberedEntry[], bottom: number): number {
	// Older lines may have been dropped meanwhile: then the oldest that is left is the lowest one.
	return Math.max(
		0,
		entries.findLastIndex(({number}) => number <= bottom),
	);
}

function selectLogs(context: EngineContext, live: State, shown: State, at: Place): LogsView {
	const key = releaseKeyOf(at.key);
	const place = logsPlaceOf(at);
	const release = context.derive.releases(shown).get(key);
	const told = shown.cluster.logs;
	const entries = passingEntries(context, shown, at);
	const end = place.bottom === null ? entries.length : bottomIndex(entries, place.bottom) + 1;
	const {namespace, name} = namedBy(key);
	return {
		header: selectHeader(context, live, shown),
		name: release ? releaseName(release) : ident(`${namespace}/${name}`),
		versions: release ? versionsText(release) : safe``,
		intent: release ? intentLines(context, live, release) : null,
		status: logsStatus(told, place),
		newerBelow: place.bottom === null ? null : entries.length - end,
		// A silent server ends no stream.
		isFollowing: place.bottom === null && shown === live && isFollowed(told) && isTrusted(clusterFreshness(live)),
		problems: logProblems(told),
		patterns: patternsView(context, shown, key),
		arePatternsOpen: place.hasPatterns,
		isWrapped: place.isWrapped,
		sections: sectionsOf({
			entries: entries.slice(0, end),
			sides: sidesOf(release),
			place,
			rows: live.screen.size.rows,
			empty: noLines(context, {live, shown}, at),
		}),
		footer: selectFooter(context, live),
	};
}

function sectionsOf(of: {
	readonly entries: readonly NumberedEntry[];
	readonly sides: LogSides;
	readonly place: LogsPlace;
	readonly rows: number;
	readonly empty: SafeText;
}): readonly LogSection[] {
	const {entries, sides, place, rows, empty} = of;
	const section = (title: LogSection['title'], all: readonly NumberedEntry[], hasMarks: boolean): LogSection => ({
		title,
		lines: all.slice(-rows).map(entry => lineView(entry, sides, place, hasMarks)),
		empty: all.length === 0 ? empty : null,
	});
	if (!isApart(place) || sides.canary === null || entries.length === 0) return [section(null, entries, true)];
	const canary = entries.filter(({revision}) => revision === sides.canary);
	const others = entries.filter(({revision}) => revision !== sides.canary);
	const title = (revision: LogSides['stable'], role: 'stable' | 'canary') =>
		({text: safe`${sides.tagOf(revision)} ${role === 'stable' ? safe`stable` : safe`canary`}`, role}) as const;
	return [section(title(sides.stable, 'stable'), others, false), section(title(sides.canary, 'canary'), canary, false)];
}

function lineView(entry: NumberedEntry, sides: LogSides, {hasTimes}: LogsPlace, hasMarks: boolean): LogLineView {
	return {
		time: hasTimes ? ident(clockTime(instantMs(entry.at))) : null,
		mark: hasMarks ? sides.tagOf(entry.revision) : null,
		role: roleOf(entry.revision, sides),
		pod: entry.pod,
		text: readableEntry(entry),
		isNote: entry.isNote,
	};
}
