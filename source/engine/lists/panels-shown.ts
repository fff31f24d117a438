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

/** How many cards fit, and how tall they are. */
export interface PanelGrid {
	readonly perRow: number;
	readonly perPage: number;
	readonly chartRows: number;
}

/** The grid of the panels: which cards are on screen. */
export interface PanelsShown extends PanelGrid {
	/** Every card, in order. */
	readonly all: readonly Row[];
	/** The cards of the page. */
	readonly rows: readonly Row[];
	/** The cards of the page that the wall turns to; none elsewhere. */
	readonly upcoming: readonly Row[];
	readonly offset: number;
}

/** The page of cards with the selected one; on the wall, the page whose turn it is. */
export function panelsShown(context: EngineContext, state: State): PanelsShown {
	return context.derive.remember(state, 'panelsShown', () => {
		const {size, panelRows, pinned, homeSelected} = state.screen;
		const order = homeRows(context, state);
		const all = pinned.length === 0 ? order : order.filter(({key}) => pinned.includes(key));
		const grid = panelGrid(size, panelRows);
		const {perPage} = grid;
		const offset = offsetOf(state, all, perPage, homeSelected);
		const next = offset + perPage < all.length ? offset + perPage : 0;
		const upcoming = state.session.settings.wall ? all.slice(next, next + perPage) : [];
		return {...grid, all, rows: all.slice(offset, offset + perPage), upcoming, offset};
	});
}

/** The grid on a screen of this size; on a big one the charts are taller than the operator's choice by two lines. */
export function panelGrid({columns, rows}: State['screen']['size'], panelRows: number): PanelGrid {
	const room = rows - header - summary - position - footer;
	const chartRows = Math.max(1, Math.min(panelRows + (rows >= 40 ? 2 : 0), room - cardHead));
	const perRow = Math.max(1, Math.floor(columns / leastCardColumns));
	const perPage = perRow * Math.max(1, Math.floor((room + cardGap) / (cardHead + chartRows + cardGap)));
	return {perRow, perPage, chartRows};
}

function offsetOf(state: State, all: readonly Row[], perPage: number, selected: string | null): number {
	const {wall} = state.session.settings;
	const pages = Math.max(1, Math.ceil(all.length / perPage));
	if (wall) return (Math.floor(state.nowMs / (wall.pageSeconds * 1000)) % pages) * perPage;
	const at = all.findIndex(({key}) => key === selected);
	return windowStart(all.length, at, perPage);
}
