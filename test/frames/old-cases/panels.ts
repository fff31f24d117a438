import {ident, line, safe} from '../../../source/domain/safe-text.ts';
import type {Frame} from '../../../source/engine/screens/frame.ts';
import type {PanelsView} from '../../../source/engine/screens/panels.ts';
import {home, services} from '../views/home.ts';
import {emptyPanels, panelsOf, panelsOfNothing} from '../views/panels.ts';
import {footerOf, header} from '../views/shop.ts';
import type {FrameCase} from './cases.ts';
import {longName, stale, unread, wide} from './home.ts';

function panelsCase(name: string, view: (size: Frame['size']) => PanelsView): FrameCase {
	return {name: `panels-${name}`, screen: size => ({kind: 'panels', view: view(size)})};
}

const unknownHurt = {...home.summary, hurt: 'unknown'} as const;
const pinned = services.filter((_, at) => at % 4 === 1).map(row => ({...row, isPinned: true}));

export const panelsCases: readonly FrameCase[] = [
	panelsCase('full', size => panelsOf(size)),
	panelsCase('one-row', size => panelsOf(size, {rows: services.slice(0, 1)})),
	panelsCase('flat', size => panelsOf(size, {panelRows: 1})),
	panelsCase('tall', size => panelsOf(size, {panelRows: 8})),
	panelsCase('second-page', size => panelsOf(size, {offset: 8, sort: {column: 'p95', isDescending: true}})),
	panelsCase('pinned', size => panelsOf(size, {rows: pinned, isPinned: true})),
	panelsCase('loading', size => ({
		...emptyPanels(size, 'Reading services, workloads and releases from prod-eu1 …'),
		summary: {hurt: 'unknown', releases: null, isPart: false},
	})),
	panelsCase('loading-metrics', size =>
		panelsOf(size, {summary: unknownHurt, rows: services.map(row => unread(row, true))}),
	),
	panelsCase('empty', size => emptyPanels(size, 'No services in the namespaces that you may read.')),
	panelsCase('no-match', size => ({
		...emptyPanels(size, 'No service matches "chekout": esc clears the filter.'),
		footer: {...panelsOfNothing, filter: {text: safe`chekout`, isEditing: false}},
	})),
	panelsCase('stale', size =>
		panelsOf(size, {
			summary: unknownHurt,
			rows: services.map(stale),
			header: {
				...header,
				metrics: {state: 'red', ageSeconds: 94, problem: null},
				banners: [{tone: 'critical', text: safe`METRICS: the newest sample is 94 s old · promote is off`}],
			},
		}),
	),
	panelsCase('down', size =>
		panelsOf(size, {
			header: {
				...header,
				cluster: {state: 'failed', ageSeconds: 14, problem: safe`connection refused`},
				banners: [
					{tone: 'critical', text: safe`API SERVER: connection refused · nothing can be written`},
					{tone: 'warning', text: safe`PARTIAL METRICS: 1 of 3 stores did not answer`},
				],
			},
		}),
	),
	panelsCase('no-prometheus', size =>
		panelsOf(size, {summary: unknownHurt, rows: services.map(row => unread(row, false))}),
	),
	panelsCase('wall', size =>
		panelsOf(size, {
			wallSeconds: 15,
			header: {...header, isReadOnly: true},
			footer: footerOf('panels', {only: ['help', 'quit']}),
		}),
	),
	panelsCase('long-names', size =>
		panelsOf(size, {
			rows: services.map((row, at) => ({
				...row,
				name: line(`${longName}-${at}`),
				release: {...row.release, tag: line('2.9.0-rc.1-gdeadbeef-dirty')},
			})),
		}),
	),
	panelsCase('wide-characters', size =>
		panelsOf(size, {
			rows: services.map(row => ({
				...row,
				name: wide('店/購物車-結帳服務-測試環境-名稱很長'),
				release: {...row.release, tag: wide('版本二'), share: wide('半分')},
			})),
		}),
	),
	panelsCase('hostile', size =>
		panelsOf(size, {
			rows: services.map(row => ({
				...row,
				name: ident('shop/саrt\u0007\u001b[2J'),
				release: {...row.release, tag: ident('2\u001b[8m.9'), share: ident('\u202e%02')},
			})),
		}),
	),
];
