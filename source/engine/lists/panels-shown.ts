import type {Row} from '../../traffic/rows.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {homeRows} from './order.ts';
import {windowStart} from './visible.ts';

const header = 1;
const summary = 1;
const position = 1;
const footer = 1;

/** Lines of a card: its name and its figures above the charts, a blank line beneath. */
const cardHead = 2;
const cardGap = 1;

/** The narrowest card in which three charts can be read. */
const leastCardColumns = 38;

/** The grid of the panels: how many cards fit, and which. */
export interface PanelsShown {
	/** Every card, in order. */
	readonly all: readonly Row[];
	/** The cards of the page. */
	readonly rows: readonly Row[];
	/** The cards of the page that the wall turns to; none elsewhere. */
	readonly upcoming: readonly Row[];
	readonly offset: number;
	readonly perRow: number;
	readonly perPage: number;
	readonly chartRows: number;
}

/** The page of cards with the selected one; on the wall, the page whose turn it is. */
export function panelsShown(context: EngineContext, state: State): PanelsShown {
	return context.derive.remember(state, 'panelsShown', () => {
		const {size, panelRows, pinned, homeSelected} = state.screen;
		const order = homeRows(context, state);
		const all = pinned.length === 0 ? order : order.filter(({key}) => pinned.includes(key));
		const room = size.rows - header - summary - position - footer;
		const chartRows = Math.max(1, Math.min(panelRows + (size.rows >= 40 ? 2 : 0), room - cardHead));
		const perRow = Math.max(1, Math.floor(size.columns / leastCardColumns));
		const perPage = perRow * Math.max(1, Math.floor((room + cardGap) / (cardHead + chartRows + cardGap)));
		const offset = offsetOf(state, all, perPage, homeSelected);
		const rows = all.slice(offset, offset + perPage);
		const next = offset + perPage < all.length ? offset + perPage : 0;
		const upcoming = state.session.settings.wall ? all.slice(next, next + perPage) : [];
		return {all, rows, upcoming, offset, perRow, perPage, chartRows};
	});
}

function offsetOf(state: State, all: readonly Row[], perPage: number, selected: string | null): number {
	const {wall} = state.session.settings;
	const pages = Math.max(1, Math.ceil(all.length / perPage));
	if (wall) return (Math.floor(state.nowMs / (wall.pageSeconds * 1000)) % pages) * perPage;
	const at = all.findIndex(({key}) => key === selected);
	return windowStart(all.length, at, perPage);
}
