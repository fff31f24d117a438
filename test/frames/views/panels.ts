import {line, safe} from '../../../source/domain/safe-text.ts';
import {panelGrid} from '../../../source/engine/lists/panels-shown.ts';
import type {Frame} from '../../../source/engine/screens/frame.ts';
import type {Card, PanelsView} from '../../../source/engine/screens/panels.ts';
import type {ServiceRow} from '../../../source/engine/screens/service-row.ts';
import {emptyHome, home, points, service, services} from './home.ts';
import {footerOf, header, ofNothing, ofPaused} from './shop.ts';

const panelsFooter = footerOf('panels', ofPaused);
export const panelsOfNothing = footerOf('panels', ofNothing);

/** The card of a row: its canary of the last twelve points beside stable, where one is on its way. */
function cardOf(row: ServiceRow): Card {
	const {trend} = row;
	if (row.name !== 'shop/checkout') return {...row, lines: [{role: 'all', trend}]};
	const canary = {
		...trend,
		errors: points(at => (at < 18 ? null : 0.0053)),
		latencyP95Ms: points(at => (at < 18 ? null : 190 + 20 * Math.sin(at))),
		requestsPerSecond: points(at => (at < 18 ? 0 : 145)),
	};
	const stable = {...trend, errors: points(() => 0.001), requestsPerSecond: points(at => (at < 18 ? 721 : 576))};
	return {
		...row,
		lines: [
			{role: 'stable', trend: stable},
			{role: 'canary', trend: canary},
		],
	};
}

const others = Array.from({length: 30}, (_, at) => service(`team-${at}/api`, {rps: 10 * at, p95Ms: 20 + at}));

/** What the engine shows of these rows on a screen of this size. */
export function panelsOf(
	size: Frame['size'],
	{rows = [...services, ...others], offset = 0, panelRows = 2, ...changes}: Partial<PanelsView> & Shown = {},
): PanelsView {
	const {perRow, perPage, chartRows} = panelGrid(size, panelRows);
	return {
		header,
		summary: home.summary,
		range: safe`15 min`,
		cards: rows.slice(offset, offset + perPage).map(cardOf),
		perRow,
		chartRows,
		offset,
		total: rows.length,
		wallSeconds: null,
		isPinned: false,
		sort: home.sort,
		empty: null,
		unmatchedSeries: 0,
		footer: panelsFooter,
		...changes,
	};
}

interface Shown {
	readonly rows?: readonly ServiceRow[];
	readonly panelRows?: number;
}

export function emptyPanels(size: Frame['size'], text: string): PanelsView {
	return panelsOf(size, {rows: [], summary: emptyHome.summary, empty: line(text), footer: panelsOfNothing});
}
