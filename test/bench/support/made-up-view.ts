import {serviceKey} from '../../../source/domain/cluster/keys.ts';
import {line, safe} from '../../../source/domain/text/safe-text.ts';
import {bindingsAt} from '../../../source/engine/keys/input/keymap.ts';
import {panelGrid} from '../../../source/engine/lists/panels-shown.ts';
import {type FooterView, keyViewAt} from '../../../source/engine/screens/footer.ts';
import type {Frame} from '../../../source/engine/screens/frame.ts';
import type {HeaderView} from '../../../source/engine/screens/header.ts';
import type {PanelsView} from '../../../source/engine/screens/home/panels.ts';
import type {ServiceRow} from '../../../source/engine/screens/home/service-row.ts';
import {screens} from '../../../source/engine/screens/screens.ts';
import {prod} from '../../support/prod.ts';

/* Rows whose cells a measurement changes as it likes. */

export const nowMs = Date.UTC(2026, 10, 21, 2, 41, 12);

export const header: HeaderView = {
	context: safe`prod-eu1`,
	isProtected: true,
	environment: null,
	isDemo: false,
	isInsecure: false,
	isReadOnly: false,
	scope: safe`all ns`,
	user: safe`ana@corp`,
	nowMs,
	cluster: {state: 'fresh', ageSeconds: 1, problem: null},
	metrics: {state: 'fresh', ageSeconds: 18, problem: null},
	frozenSeconds: null,
	banners: [],
};

export function value(amount: number): ServiceRow['requestsPerSecond'] {
	return {kind: 'value', value: amount, atMs: nowMs - 18_000};
}

/** A plain service with a trend of thirty points. */
export function service(name: string, own: Partial<ServiceRow>): ServiceRow {
	const points = (of: (at: number) => number) => Array.from({length: 30}, (_, at) => of(at));
	return {
		key: serviceKey(prod, 'shop', name),
		isSelected: false,
		isPinned: false,
		name: line(name),
		glyph: safe` `,
		tone: 'quiet',
		failuresPerMinute: value(0),
		requestsPerSecond: value(0),
		errorRatio: value(0),
		latencyP50Ms: value(2),
		latencyP95Ms: value(7),
		latencyP99Ms: value(21),
		trend: {
			errors: points(() => 0),
			latencyP95Ms: points(() => 7),
			requestsPerSecond: points(at => 0.95 + 0.05 * Math.sin(at / 3)),
			leastErrors: 0.001,
		},
		harm: null,
		release: {tag: safe``, share: safe``, where: [], isAtRest: true},
		versions: safe``,
		flags: [],
		...own,
	};
}

/** Every key that the screen lists. */
export function footerOf(id: 'home' | 'panels'): FooterView {
	const screen = screens.find(one => one.id === id);
	if (!screen) throw new Error(`no screen is called ${id}`);
	const bindings = bindingsAt({screens}, screen).filter(({listed}) => listed === 'footer');
	const keys = bindings.map(binding => keyViewAt({screens}, screen, binding, null, line('2.8.1')));
	return {keys, message: null, filter: null};
}

export function panelsOf(size: Frame['size'], rows: readonly ServiceRow[], panelRows: number): PanelsView {
	const {perRow, perPage, chartRows} = panelGrid(size, panelRows);
	return {
		header,
		summary: {
			hurt: {count: 0, failedPerMinute: 0, slower: 0},
			releases: {waiting: 0, moving: 0, quiet: rows.length},
			isPart: false,
		},
		range: safe`15 min`,
		cards: rows.slice(0, perPage).map(row => ({...row, lines: [{role: 'all', trend: row.trend}]})),
		perRow,
		chartRows,
		offset: 0,
		total: rows.length,
		wallSeconds: null,
		isPinned: false,
		sort: {column: 'harm', isDescending: true},
		empty: null,
		unmatchedSeries: 0,
		footer: footerOf('panels'),
	};
}
