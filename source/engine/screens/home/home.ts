import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import type {SafeText} from '../../../domain/text/safe-text.ts';
import {stepped} from '../../keys/actions/navigation.ts';
import {wideColumns} from '../../lists/layout.ts';
import {homeOrder} from '../../lists/order.ts';
import {releaseBehind} from '../../lists/places.ts';
import {selectedRow, withSelected} from '../../lists/selection.ts';
import {servicesOfRow, visibleRows} from '../../lists/visible.ts';
import {unmatchedOf} from '../../questions/poll.ts';
import type {SortColumn} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext, Screen, ScreenList} from '../../world/context.ts';
import {shownState} from '../../world/shown-state.ts';
import {onCopied, onEveryScreen, onLists, onReleases, onServices} from '../actions-of-screens.ts';
import {chatText} from '../copy/chat-text.ts';
import {emptyServices} from '../empty.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {type ReleaseView, release} from '../release/release.ts';
import {rangeText, type ServiceView, service} from '../release/service.ts';
import {type Explained, explained} from './explained.ts';
import {type Summary, summaryOf} from './home-summary.ts';
import {type ServiceRow, serviceRow} from './service-row.ts';

/** The first screen: every service in one list, ranked by harm, and the selected one in sentences. */
export interface HomeView {
	readonly header: HeaderView;
	readonly summary: Summary;
	/** `15 min`: the range of the small charts. */
	readonly range: SafeText;
	/** Only the rows that fit, from `offset` on, of `total` after the filter. */
	readonly rows: readonly ServiceRow[];
	readonly offset: number;
	readonly total: number;
	readonly sort: {readonly column: SortColumn; readonly isDescending: boolean};
	/** The selected row; null where no row is. */
	readonly explained: Explained | null;
	/** The selected row with its charts, where the terminal is wide enough; null elsewhere. The charts are read once the
	 * operator rests on the row. */
	readonly beside:
		| {readonly kind: 'release'; readonly view: ReleaseView}
		| {readonly kind: 'service'; readonly view: ServiceView}
		| null;
	/** Shown in place of the table: loading, nothing here, nothing matches, forbidden. Says what to do next. */
	readonly empty: SafeText | null;
	/** Series that fit no row. */
	readonly unmatchedSeries: number;
	readonly footer: FooterView;
}

/** The list that the first screen and the panels share: the same rows, order, filter and selection. */
export const serviceList: ScreenList = {
	keys: homeOrder,
	releases: (context, state) => visibleRows(context, state).rows.flatMap(({release}) => release ?? []),
	selected: ({homeSelected}) => homeSelected,
	withSelected: (screen, homeSelected) => ({...screen, homeSelected, isFollowingTop: false}),
};

export const home = {
	id: 'home',
	actions: [...onEveryScreen, ...onReleases, ...onCopied, ...onLists, ...onServices, 'sort', 'invertSort', 'quit'],
	// The home screen is the first: going back only clears its filter.
	unlisted: ['goBack'],
	list: serviceList,
	services: (context, state) => visibleRows(context, state).rows.flatMap(({key}) => servicesOfRow(context, state, key)),
	beside: besideHome,
	hasTrends: true,
	moved(context, state, by) {
		const order = homeOrder(context, shownState(state));
		const {homeSelected} = state.screen;
		const at = homeSelected === null ? -1 : order.indexOf(homeSelected);
		return withSelected(context, state, order[stepped(order, at, by)] ?? null);
	},
	chat: chatText,
	select: selectHome,
} satisfies Screen<'home'>;

function besideView(context: EngineContext, live: State, shown: State): HomeView['beside'] {
	const key = shown.screen.size.columns < wideColumns ? null : selectedRow(context, live);
	if (key === null) return null;
	const behind = releaseBehind(context, shown, key);
	return behind === null
		? {kind: 'service', view: service.select(context, live, shown, {kind: service.id, key})}
		: {kind: 'release', view: release.select(context, live, shown, {kind: release.id, key: behind})};
}

/** A row is read beside the list once the operator rests on it: rows that are passed by cost nothing. */
const restsMs = 700;

function besideHome(context: EngineContext, state: State): AnchorKey | null {
	const {size, guard, filter, homeSelected} = state.screen;
	if (size.columns < wideColumns || state.nowMs - guard.lastKeyAtMs < restsMs) return null;
	// Without a filter only a row that is gone is not listed, and of that nothing is read. To look for it in the list
	// would put thousands of rows in order after each change of an object.
	const row = filter === null ? homeSelected : selectedRow(context, state);
	return row === null ? null : (releaseBehind(context, state, row) ?? row);
}

function selectHome(context: EngineContext, live: State, shown: State): HomeView {
	const {rows, offset, total} = visibleRows(context, shown);
	const {homeSelected} = shown.screen;
	const selected = rows.find(({key}) => key === homeSelected);
	return {
		header: selectHeader(context, live, shown),
		summary: summaryOf(context, shown),
		range: rangeText(shown),
		rows: rows.map(row => serviceRow(context, shown, row, row === selected)),
		offset,
		total,
		sort: shown.screen.sort,
		explained: selected ? explained(context, shown, selected) : null,
		beside: besideView(context, live, shown),
		empty: total === 0 ? emptyServices(context, shown) : null,
		unmatchedSeries: unmatchedOf(shown.metrics) + (context.derive.traffic(shown)?.unmatched ?? 0),
		footer: selectFooter(context, live),
	};
}
