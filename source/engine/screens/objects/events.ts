import type {ReleaseKey} from '../../../domain/cluster/keys.ts';
import type {Release} from '../../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {clockTimeSince} from '../../../domain/time.ts';
import {releaseName} from '../../../traffic/rows.ts';
import {stepped} from '../../keys/actions/navigation.ts';
import {matches} from '../../lists/filter.ts';
import {filterHere} from '../../lists/filter-here.ts';
import {listRows} from '../../lists/layout.ts';
import {currentPlace, releaseKeyOf, withPlace} from '../../lists/places.ts';
import {targetRelease} from '../../lists/selection.ts';
import type {Place} from '../../state/screen-state.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext, Screen} from '../../world/context.ts';
import {releaseObjects} from '../../world/release-objects.ts';
import {shownState} from '../../world/shown-state.ts';
import {onEveryScreen} from '../actions-of-screens.ts';
import {releaseMissing} from '../empty.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {type EventsNote, eventsNote, unseenNote} from './events-note.ts';
import {type Occurrence, occurrencesOf} from './occurrences.ts';

/** What happened to one release, the newest first. */
export interface EventsView {
	readonly header: HeaderView;
	/** `shop/checkout` */
	readonly name: SafeText;
	/** What is missing from the list; null where nothing is. */
	readonly note: EventsNote | null;
	/** Rows that may fit, the marked one among them. */
	readonly rows: readonly EventRow[];
	/** Index of the first of these rows among all that match. */
	readonly from: number;
	readonly total: number;
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

export interface EventRow {
	/** `02:36:12`, with the date where it is of another day. */
	readonly at: SafeText;
	readonly tone: Occurrence['tone'];
	readonly source: SafeText;
	readonly object: SafeText;
	readonly shortObject: SafeText;
	/** `×12`; empty where it happened once. */
	readonly count: SafeText;
	/** What the line says: a warning with its reason, `Unhealthy: Readiness probe failed`. */
	readonly text: SafeText;
	/** With its reason, whatever it is. */
	readonly wholeText: SafeText;
	/** `02:31:07 to 02:36:12`; empty where it happened once. */
	readonly period: SafeText;
	readonly isSelected: boolean;
	/** Shown whole, over several lines. */
	readonly isOpen: boolean;
}

interface EventsState {
	/** Null marks the newest. */
	readonly selected: string | null;
	readonly open: string | null;
}

export const events = {
	id: 'events',
	opening: {
		keys: ['e'],
		label: safe`events`,
		help: safe`events: what happened to the release, and what perch did`,
		listed: 'footer',
		from: ['home', 'panels', 'releases', 'release', 'service', 'diff'],
		otherwise: safe`no release to show events of: mark a row that has one`,
		place: (context, state) => placeOf('events', targetRelease(context, state)),
	},
	actions: [...onEveryScreen, 'open', 'goBack', 'filter', 'down', 'up', 'pageDown', 'pageUp', 'first', 'last'],
	hasOwnFilter: true,
	eventsIn: (context, state, {key}) => namespacesOf(context, state, releaseKeyOf(key)),
	services: () => [],
	runs: {
		open(context, state) {
			const {selected, open} = marked(context, state);
			return withOwn(state, {selected, open: open === selected ? null : selected});
		},
	},
	labels(state) {
		const {selected, open} = ownOf(currentPlace(state.screen));
		return open !== null && open === selected ? {open: safe`close`} : {};
	},
	moved(context, state, by) {
		const order = listed(context, state).map(({id}) => id);
		const {selected, open} = marked(context, state);
		const next = order[stepped(order, selected === null ? -1 : order.indexOf(selected), by)] ?? null;
		return withOwn(state, {selected: next, open});
	},
	select: (context, live, shown, place) => selectEvents(context, live, shown, place),
} satisfies Screen<'events'>;

export function placeOf(kind: string, key: ReleaseKey | null): Place | null {
	return key && {kind, key};
}

/** The namespaces of the release's objects: the release's own first. */
function namespacesOf(context: EngineContext, state: State, key: ReleaseKey): readonly string[] {
	const release = context.derive.releases(state).get(key);
	return release ? [...new Set(releaseObjects(context, state, release).map(({ref}) => ref.namespace))] : [];
}

function ownOf({own}: Place): EventsState {
	return (own as EventsState | undefined) ?? {selected: null, open: null};
}

function withOwn(state: State, own: EventsState): State {
	return {...state, screen: withPlace(state.screen, {...currentPlace(state.screen), own})};
}

/** The marked row of those that are listed: the newest where none is, or where it was dropped. */
function marked(context: EngineContext, state: State): EventsState {
	const own = ownOf(currentPlace(state.screen));
	const all = listed(context, state);
	const isThere = all.some(({id}) => id === own.selected);
	return {...own, selected: isThere ? own.selected : (all[0]?.id ?? null)};
}

function listed(context: EngineContext, state: State): readonly Occurrence[] {
	const shown = shownState(state);
	const release = context.derive.releases(shown).get(releaseKeyOf(currentPlace(state.screen).key));
	return release ? matching(context, state, occurrencesIn(context, shown, release)) : [];
}

function occurrencesIn(context: EngineContext, state: State, release: Release): readonly Occurrence[] {
	return context.derive.remember(state, `occurrences of ${release.key}`, () => occurrencesOf(context, state, release));
}

function matching(context: EngineContext, live: State, all: readonly Occurrence[]): readonly Occurrence[] {
	const text = filterHere(context, live)?.text ?? '';
	if (text === '') return all;
	return all.filter(one => matches([one.source, one.object, one.reason, one.text].join(' '), text));
}

function selectEvents(context: EngineContext, live: State, shown: State, {key}: Place): EventsView {
	const release = context.derive.releases(shown).get(releaseKeyOf(key));
	const frame = {header: selectHeader(context, live, shown), footer: selectFooter(context, live)};
	const none = {rows: [], from: 0, total: 0, note: null};
	if (!release) return {...frame, ...none, name: safe`events`, empty: releaseMissing(context, shown)};
	const name = releaseName(release);
	const all = occurrencesIn(context, shown, release);
	const namespaces = namespacesOf(context, shown, release.key);
	const missing = eventsNote(shown, namespaces) ?? unseenNote(shown, namespaces);
	const note = missing ?? (all.every(({source}) => source === 'perch') ? noneOfCluster : null);
	const rows = matching(context, live, all);
	if (rows.length === 0) return {...frame, ...none, name, empty: emptyText(live, context, name, missing, all.length)};
	const {selected, open} = marked(context, live);
	const at = rows.findIndex(({id}) => id === selected);
	const room = listRows(live);
	const from = Math.max(0, at - room);
	const nowMs = serverTime(shown);
	return {
		...frame,
		name,
		note,
		rows: rows.slice(from, at + room).map(one => rowOf(one, nowMs, one.id === selected, one.id === open)),
		from,
		total: rows.length,
		empty: null,
	};
}

/** What perch itself saw is listed, and must not look like all that happened. */
const noneOfCluster: EventsNote = {
	tone: 'info',
	text: safe`the cluster has no Events of it: it keeps them for about an hour, so nothing is proved`,
};

function rowOf(one: Occurrence, nowMs: number, isSelected: boolean, isOpen: boolean): EventRow {
	const time = (ms: number) => ident(clockTimeSince(ms, nowMs));
	const isRepeated = one.count > 1;
	const wholeText = one.reason === '' ? one.text : safe`${one.reason}: ${one.text}`;
	return {
		at: time(one.atMs),
		tone: one.tone,
		source: one.source,
		object: one.object,
		shortObject: one.shortObject,
		count: isRepeated ? safe`×${one.count}` : safe``,
		// The message of what went well tells as much as its reason, which would take the message's room.
		text: one.tone === null ? one.text : wholeText,
		wholeText,
		period: isRepeated && one.firstMs !== null ? safe`${time(one.firstMs)} to ${time(one.atMs)}` : safe``,
		isSelected,
		isOpen,
	};
}

function emptyText(
	live: State,
	context: EngineContext,
	name: SafeText,
	note: EventsNote | null,
	count: number,
): SafeText {
	if (count > 0) return safe`nothing matches /${filterHere(context, live)?.text ?? safe``} — esc clears the filter`;
	if (note) return note.text;
	return safe`no events of ${name}. The cluster keeps Events for about an hour, so this does not prove that nothing happened`;
}
