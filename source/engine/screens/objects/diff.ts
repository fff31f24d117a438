import type {Release} from '../../../domain/release/release.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {releaseName} from '../../../traffic/rows.ts';
import {filterHere} from '../../lists/filter-here.ts';
import {currentPlace, releaseKeyOf, withPlace} from '../../lists/places.ts';
import {targetRelease} from '../../lists/selection.ts';
import type {Place} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext, Screen} from '../../world/context.ts';
import type {Inputs} from '../../world/memory.ts';
import {shownState} from '../../world/shown-state.ts';
import {onEveryScreen} from '../actions-of-screens.ts';
import {releaseMissing} from '../empty.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {readText} from '../read-text.ts';
import {filteredRows, type ScrollAt, type Scrolled, scrolledBy} from '../scroll.ts';
import {type Chosen, compared, nothingToCompare, stepOf} from './compared-revisions.ts';
import {type DiffRow, diffRows, labelOf} from './diff-rows.ts';
import {placeOf} from './events.ts';
import {imageNotes} from './image-notes.ts';

/** What changed between two revisions of a release: in words, then as YAML. */
export interface DiffView {
	readonly header: HeaderView;
	/** `shop/checkout` */
	readonly name: SafeText;
	/** `2.8.1 (r3, stable) → 2.9.0 (r4, canary)`; empty where there are not two. */
	readonly pair: SafeText;
	/** `02:41:12`; empty before the templates were read. */
	readonly readAt: SafeText;
	readonly note: SafeText | null;
	readonly text: Scrolled<DiffRow>;
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

interface DiffState extends Chosen {
	readonly at: ScrollAt;
}

export const diff = {
	id: 'diff',
	opening: {
		keys: ['d'],
		label: safe`diff`,
		help: safe`diff: what changed between two revisions, in words and as YAML`,
		listed: 'help',
		from: ['home', 'panels', 'releases', 'release', 'service', 'events'],
		otherwise: safe`no release to compare: mark a row that has one`,
		place: (context, state) => placeOf('diff', targetRelease(context, state)),
	},
	actions: [
		...onEveryScreen,
		'goBack',
		'fromOlder',
		'fromNewer',
		'toOlder',
		'toNewer',
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
		const release = context.derive.releases(state).get(releaseKeyOf(place.key));
		const refs = release && compared(release, ownOf(place))?.refs;
		return refs ? [refs] : [];
	},
	runs: {
		fromOlder: (context, state) => chosen(context, state, 'from', 1),
		fromNewer: (context, state) => chosen(context, state, 'from', -1),
		toOlder: (context, state) => chosen(context, state, 'to', 1),
		toNewer: (context, state) => chosen(context, state, 'to', -1),
	},
	moved(context, state, by) {
		const place = currentPlace(state.screen);
		const own = ownOf(place);
		const view = selectDiff(context, state, shownState(state), place);
		return withOwn(state, {...own, at: scrolledBy(context, state, {kind: 'diff', view}, own.at, by)});
	},
	select: (context, live, shown, place) => selectDiff(context, live, shown, place),
} satisfies Screen<'diff'>;

function ownOf({own}: Place): DiffState {
	return (own as DiffState | undefined) ?? {from: null, to: null, at: 0};
}

function withOwn(state: State, own: DiffState): State {
	return {...state, screen: withPlace(state.screen, {...currentPlace(state.screen), own})};
}

function chosen(context: EngineContext, state: State, side: 'from' | 'to', by: 1 | -1): State {
	const place = currentPlace(state.screen);
	const release = releaseIn(context, shownState(state), place);
	return release ? withOwn(state, {...stepOf(release, ownOf(place), side, by), at: 0}) : state;
}

function releaseIn(context: EngineContext, state: State, {key}: Place): Release | undefined {
	return context.derive.releases(state).get(releaseKeyOf(key));
}

interface Content extends Pick<DiffView, 'pair' | 'readAt' | 'note' | 'empty'> {
	readonly rows: readonly DiffRow[];
}

function contentOf(context: EngineContext, live: State, shown: State, place: Place): Content {
	return context.derive.remember(live, 'diff', () => computed(context, live, shown, place));
}

function computed(context: EngineContext, live: State, shown: State, place: Place): Content {
	const release = releaseIn(context, shown, place);
	const none = {pair: safe``, readAt: safe``, note: null, rows: []};
	if (!release) return {...none, empty: releaseMissing(context, shown)};
	const two = compared(release, ownOf(place));
	if (!two) return {...none, empty: nothingToCompare(context, shown, release)};
	const {from, to, refs} = two;
	const pair = safe`${labelOf(from)} → ${labelOf(to)}`;
	if (!refs) {
		const lacking = from.templateIn ? to : from;
		return {...none, pair, empty: safe`no object is known that holds the template of ${lacking.tag}`};
	}
	const read = readText(live, shown, refs, safe`the templates`);
	if (read.kind === 'none') return {...none, pair, empty: read.because};
	const {objects, readAt, note} = read;
	const [before, after] = objects;
	if (!before || !after) return {...none, pair, empty: safe`the templates cannot be shown`};
	const warnings = imageNotes(context, shown, release, from, to);
	const inputs: Inputs = [before, after, from.tag, to.tag, from.role, to.role, warnings.join()];
	const rows = context.derive.rememberWhile(shown, 'diff', inputs, () => diffRows(from, to, [before, after], warnings));
	const filter = filterHere(context, live)?.text ?? safe``;
	const kept = filter === '' ? rows : filteredRows(rows, filter);
	return {
		pair,
		readAt,
		note,
		rows: kept,
		empty: kept.length === 0 ? safe`nothing matches /${filter} — esc clears the filter` : null,
	};
}

function selectDiff(context: EngineContext, live: State, shown: State, place: Place): DiffView {
	const release = releaseIn(context, shown, place);
	const {rows, ...content} = contentOf(context, live, shown, place);
	return {
		...content,
		header: selectHeader(context, live, shown),
		name: release ? releaseName(release) : safe`diff`,
		text: {rows, at: ownOf(place).at},
		footer: selectFooter(context, live),
	};
}
