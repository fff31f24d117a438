import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import type {ObjectRef} from '../../../domain/cluster/kube-object.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {clockTimeSince} from '../../../domain/time.ts';
import {SERVICES} from '../../../kinds/service.ts';
import {yamlLines} from '../../../manifests/yaml-lines.ts';
import {filterHere} from '../../lists/filter-here.ts';
import {currentPlace, keyOf, releaseOfPlace, withPlace} from '../../lists/places.ts';
import {selectedRow} from '../../lists/selection.ts';
import {servicesOfRow} from '../../lists/visible.ts';
import type {Place} from '../../state/screen-state.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import {currentScreen, type EngineContext, type Screen} from '../../world/context.ts';
import {objectsKey} from '../../world/objects-read.ts';
import {type ReleaseObject, releaseObjects} from '../../world/release-objects.ts';
import {shownState} from '../../world/shown-state.ts';
import {onEveryScreen} from '../actions-of-screens.ts';
import {releaseMissing} from '../empty.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {readText} from '../read-text.ts';
import {filteredRows, type ScrollAt, type Scrolled, scrolledBy} from '../scroll.ts';
import {eventsNote} from './events-note.ts';
import {eventsOf, occurrenceOf} from './occurrences.ts';

/** One object as YAML, masked, with the Events about it. */
export interface DescribeView {
	readonly header: HeaderView;
	/** `ReplicaSet checkout-6d5c7b8f9` */
	readonly name: SafeText;
	/** `2 of 17 objects of shop/checkout` */
	readonly position: SafeText;
	readonly readAt: SafeText;
	readonly note: SafeText | null;
	readonly text: Scrolled<DescribeRow>;
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

export interface DescribeRow {
	readonly kind: 'yaml' | 'title' | 'event' | 'warning' | 'note' | 'blank';
	readonly text: SafeText;
}

interface DescribeState {
	/** Null is the first object. */
	readonly object: string | null;
	readonly at: ScrollAt;
}

export const describe = {
	id: 'describe',
	opening: {
		keys: [],
		label: safe`describe`,
		help: safe`describe: an object of this row as masked YAML, with its events`,
		listed: 'palette',
		from: ['home', 'panels', 'releases', 'release', 'service', 'events', 'diff'],
		otherwise: safe`no object to describe: mark a row of the cluster first`,
		place: describePlace,
	},
	actions: [
		...onEveryScreen,
		'goBack',
		'objectBefore',
		'objectAfter',
		'filter',
		'down',
		'up',
		'pageDown',
		'pageUp',
		'first',
		'last',
	],
	hasOwnFilter: true,
	services: () => [],
	objects(context, state, place) {
		const object = objectAt(context, state, place);
		return object ? [[object.ref]] : [];
	},
	eventsIn(context, state, place) {
		const object = objectAt(context, state, place);
		return object ? [object.ref.namespace] : [];
	},
	runs: {
		objectBefore: (context, state) => stepped(context, state, -1),
		objectAfter: (context, state) => stepped(context, state, 1),
	},
	moved(context, state, by) {
		const place = currentPlace(state.screen);
		const own = ownOf(place);
		const view = selectDescribe(context, state, shownState(state), place);
		return withOwn(state, {...own, at: scrolledBy(context, state, {kind: 'describe', view}, own.at, by)});
	},
	select: (context, live, shown, place) => selectDescribe(context, live, shown, place),
} satisfies Screen<'describe'>;

function describePlace(context: EngineContext, state: State): Place | null {
	const isList = currentScreen(context, state).list !== undefined;
	const key = isList ? selectedRow(context, state) : (currentPlace(state.screen).key ?? null);
	return key === null || objectsOf(context, state, key).length === 0 ? null : {kind: 'describe', key};
}

function ownOf({own}: Place): DescribeState {
	return (own as DescribeState | undefined) ?? {object: null, at: 0};
}

function withOwn(state: State, own: DescribeState): State {
	return {...state, screen: withPlace(state.screen, {...currentPlace(state.screen), own})};
}

/** The objects of the release, or the Services of a row without one. */
function objectsOf(context: EngineContext, state: State, key: AnchorKey): readonly ReleaseObject[] {
	const releaseKey = releaseOfPlace(context, state, {kind: 'describe', key});
	const release = releaseKey && context.derive.releases(state).get(releaseKey);
	if (release) return releaseObjects(context, state, release);
	const snapshot = context.derive.snapshot(state);
	return servicesOfRow(context, state, key).flatMap(({namespace, name}): ReleaseObject[] => {
		const service = snapshot.get(SERVICES, namespace, name);
		const ref: ObjectRef = {kindId: SERVICES.id, namespace, name};
		return service ? [{ref, kind: SERVICES.kind, uid: service.metadata.uid}] : [];
	});
}

function idOf({ref}: ReleaseObject): string {
	return objectsKey([ref]);
}

/** The chosen object; the first one where it is gone. */
function objectAt(context: EngineContext, state: State, place: Place): ReleaseObject | undefined {
	const all = objectsOf(context, state, keyOf(place.key));
	return all.find(one => idOf(one) === ownOf(place).object) ?? all[0];
}

function stepped(context: EngineContext, state: State, by: 1 | -1): State {
	const place = currentPlace(state.screen);
	const shown = shownState(state);
	const all = objectsOf(context, shown, keyOf(place.key));
	const now = objectAt(context, shown, place);
	const next = now && all[all.indexOf(now) + by];
	return next ? withOwn(state, {object: idOf(next), at: 0}) : state;
}

interface Content extends Pick<DescribeView, 'readAt' | 'note' | 'empty'> {
	readonly rows: readonly DescribeRow[];
}

function contentOf(context: EngineContext, live: State, shown: State, place: Place): Content {
	return context.derive.remember(live, 'describe', () => computed(context, live, shown, place));
}

function computed(context: EngineContext, live: State, shown: State, place: Place): Content {
	const none = {readAt: safe``, note: null, rows: []};
	const object = objectAt(context, shown, place);
	if (!object) return {...none, empty: releaseMissing(context, shown)};
	const read = readText(live, shown, [object.ref]);
	if (read.kind === 'none') return {...none, empty: read.because};
	const [value = {}] = read.objects;
	const yaml = context.derive.rememberWhile(shown, 'describe', [value], () =>
		yamlLines(value).map((text): DescribeRow => ({kind: 'yaml', text})),
	);
	const rows = [...yaml, ...eventRows(shown, object)];
	const filter = filterHere(context, live)?.text ?? safe``;
	const kept = filter === '' ? rows : filteredRows(rows, filter);
	const {readAt, note} = read;
	const empty = kept.length === 0 ? safe`nothing matches /${filter} — esc clears the filter` : null;
	return {readAt, note, rows: kept, empty};
}

/** The Events about the object itself, the newest first, as `kubectl describe` lists them under it. */
function eventRows(state: State, object: ReleaseObject): readonly DescribeRow[] {
	const nowMs = serverTime(state);
	const note = eventsNote(state, [object.ref.namespace]);
	const own = eventsOf(state, [object])
		.filter(({about}) => about.kind === object.kind && about.name === object.ref.name)
		.flatMap(event => occurrenceOf(event, safe``))
		.sort((one, other) => other.atMs - one.atMs);
	const rows = own.map((one): DescribeRow => {
		const count = one.count > 1 ? safe` ×${one.count}` : safe``;
		const time = ident(clockTimeSince(one.atMs, nowMs));
		const text = safe`${time} ${one.source}${count} ${one.reason}: ${one.text}`;
		return {kind: one.tone ? 'warning' : 'event', text};
	});
	const none = safe`none about this object; the cluster keeps Events for about an hour`;
	return [
		{kind: 'blank', text: safe``},
		{kind: 'title', text: safe`EVENTS`},
		...(note ? [{kind: 'note', text: note.text} as const] : []),
		...(rows.length === 0 && !note ? [{kind: 'note', text: none} as const] : rows),
	];
}

function selectDescribe(context: EngineContext, live: State, shown: State, place: Place): DescribeView {
	const all = objectsOf(context, shown, keyOf(place.key));
	const object = objectAt(context, shown, place);
	const {rows, ...content} = contentOf(context, live, shown, place);
	return {
		...content,
		header: selectHeader(context, live, shown),
		name: object ? ident(`${object.kind} ${object.ref.namespace}/${object.ref.name}`) : safe`describe`,
		position: object ? safe`object ${all.indexOf(object) + 1} of ${all.length}` : safe``,
		text: {rows, at: ownOf(place).at},
		footer: selectFooter(context, live),
	};
}
