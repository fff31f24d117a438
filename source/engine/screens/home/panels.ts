import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Row} from '../../../traffic/rows.ts';
import {type Trend, trendOf, trendOfRevision} from '../../evidence/trends.ts';
import {stepped} from '../../keys/actions/navigation.ts';
import {panelsShown} from '../../lists/panels-shown.ts';
import {withSelected} from '../../lists/selection.ts';
import {servicesOfRow} from '../../lists/visible.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext, Screen} from '../../world/context.ts';
import {shownState} from '../../world/shown-state.ts';
import {onCopied, onEveryScreen, onLists, onReleases, onServices} from '../actions-of-screens.ts';
import {chatText} from '../copy/chat-text.ts';
import {emptyServices} from '../empty.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {rangeText} from '../release/service.ts';
import {serviceList} from './home.ts';
import {type Summary, summaryOf} from './home-summary.ts';
import {type ServiceRow, serviceRow} from './service-row.ts';

/** A grid of cards, one for each service, the worst first: three charts each. */
export interface PanelsView {
	readonly header: HeaderView;
	readonly summary: Summary;
	readonly range: SafeText;
	readonly cards: readonly Card[];
	readonly perRow: number;
	/** Lines of a chart. */
	readonly chartRows: number;
	readonly offset: number;
	readonly total: number;
	/** Seconds for which the wall shows one page; null where the operator turns the pages. */
	readonly wallSeconds: number | null;
	/** Only the rows that the operator pinned are shown. */
	readonly isPinned: boolean;
	readonly sort: State['screen']['sort'];
	readonly empty: SafeText | null;
	readonly unmatchedSeries: number;
	readonly footer: FooterView;
}

export interface Card extends ServiceRow {
	/** Stable and canary where a release is on its way and both are measured; else all requests as one line. */
	readonly lines: readonly {readonly role: 'all' | 'stable' | 'canary'; readonly trend: Trend}[];
}

export const panels = {
	id: 'panels',
	opening: {
		keys: ['v'],
		label: safe`panels`,
		help: safe`panels: a grid of charts, the worst service first`,
		listed: 'footer',
		before: 'list',
		from: ['home'],
		place: () => ({kind: 'panels'}),
	},
	// `v` leads back as well as esc does.
	namedFirst: ['promote', 'list', 'filter', 'copyForChat', 'palette'],
	actions: [
		...onEveryScreen,
		...onReleases,
		...onCopied,
		...onLists,
		...onServices,
		'list',
		'nextPage',
		'previousPage',
		'taller',
		'shorter',
		'previous',
		'next',
		'sort',
		'invertSort',
		'quit',
	],
	list: {
		...serviceList,
		keys: (context, state) => panelsShown(context, state).all.map(({key}) => key),
		releases: (context, state) => panelsShown(context, state).rows.flatMap(({release}) => release ?? []),
	},
	services(context, state) {
		const {rows, upcoming} = panelsShown(context, state);
		return [...rows, ...upcoming].flatMap(({key}) => servicesOfRow(context, state, key));
	},
	hasTrends: true,
	moved(context, state, by) {
		const {all, perRow, perPage} = panelsShown(context, shownState(state));
		const order = all.map(({key}) => key);
		const {homeSelected} = state.screen;
		const at = homeSelected === null ? -1 : order.indexOf(homeSelected);
		const pages = {pageUp: at - perPage, pageDown: at + perPage, up: at - perRow, down: at + perRow};
		const to = by in pages ? clamped(pages[by as keyof typeof pages], order.length) : stepped(order, at, by);
		return withSelected(context, state, order[to] ?? null);
	},
	chat: chatText,
	select: selectPanels,
} satisfies Screen<'panels'>;

function clamped(at: number, count: number): number {
	return Math.max(0, Math.min(count - 1, at));
}

function selectPanels(context: EngineContext, live: State, shown: State): PanelsView {
	const {all, rows, offset, chartRows, perRow} = panelsShown(context, shown);
	const {homeSelected, pinned} = shown.screen;
	const {wall} = live.session.settings;
	return {
		header: selectHeader(context, live, shown),
		summary: summaryOf(context, shown),
		range: rangeText(shown),
		cards: rows.map(row => cardOf(context, shown, row, wall === null && row.key === homeSelected)),
		perRow,
		chartRows,
		offset,
		total: all.length,
		wallSeconds: wall?.pageSeconds ?? null,
		isPinned: pinned.length > 0,
		sort: shown.screen.sort,
		empty: all.length === 0 ? emptyServices(context, shown) : null,
		unmatchedSeries: 0,
		footer: selectFooter(context, live),
	};
}

function cardOf(context: EngineContext, state: State, row: Row, isSelected: boolean): Card {
	return {...serviceRow(context, state, row, isSelected), lines: linesOf(context, state, row)};
}

function linesOf(context: EngineContext, state: State, row: Row): Card['lines'] {
	const release = row.release === null ? undefined : context.derive.releases(state).get(row.release);
	const {stable = null, canary = null} = release ?? {};
	if (stable !== null && canary !== null) {
		const versions = [
			{role: 'stable' as const, trend: trendOfRevision(context, state, row.key, stable)},
			{role: 'canary' as const, trend: trendOfRevision(context, state, row.key, canary)},
		];
		if (versions.every(({trend}) => isMeasured(trend))) return versions;
	}
	return [{role: 'all', trend: trendOf(context, state, row.key)}];
}

function isMeasured({requestsPerSecond}: Trend): boolean {
	return requestsPerSecond.some(value => value !== null);
}
