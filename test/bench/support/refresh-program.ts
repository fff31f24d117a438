import {line, safe} from '../../../source/domain/safe-text.ts';
import {parseTheme} from '../../../source/domain/theme.ts';
import type {Frame} from '../../../source/engine/select/frame.ts';
import type {ServiceRow} from '../../../source/engine/select/home.ts';
import {openScreen} from '../../../source/views/screen.tsx';
import defaultTheme from '../../../themes/default.json' with {type: 'json'};
import {homeFooter, service} from '../../frames/views/home.ts';
import {header, nowMs, value} from '../../frames/views/shop.ts';

/** perch's screen with made-up frames: each key press is a refresh a second later, in which so many cells change. */
const theme = parseTheme(defaultTheme);
if (!theme.ok) throw new Error(theme.error);
const share = Number(process.argv[2]);
const rowCount = 40;
const columnCount = 10;
let seed = 1;
let refresh = 0;
let rows: readonly ServiceRow[] = Array.from({length: rowCount}, (_, row) => {
	const figures = {requestsPerSecond: value(10 + random() * 800), errorRatio: value(random() * 0.02)};
	return service(`shop/service-${row}`, {...figures, versions: safe`1.4.2`});
});
let frame = frameNow();
const listeners = new Set<() => void>();

openScreen({
	frames: {
		current: () => frame,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	},
	onInput(input) {
		if (input.kind !== 'keys') return;
		refresh += 1;
		for (let change = 0; change < rowCount * columnCount * share; change++) changeOneCell();
		frame = frameNow();
		for (const listener of listeners) listener();
	},
	look: {theme: theme.value, hasColour: true, charset: 'utf8'},
	stdin: process.stdin,
	stdout: process.stdout,
});

function changeOneCell(): void {
	const index = Math.floor(random() * rowCount);
	const change = changes[Math.floor(random() * changes.length)];
	rows = rows.map((row, at) => (at === index && change ? {...row, ...change(row)} : row));
}

const changes: readonly ((row: ServiceRow) => Partial<ServiceRow>)[] = [
	() => ({requestsPerSecond: value(10 + random() * 800)}),
	() => ({errorRatio: value(random() * 0.02)}),
	() => ({latencyP50Ms: value(1 + random() * 50)}),
	() => ({latencyP95Ms: value(50 + random() * 200)}),
	() => ({latencyP99Ms: value(250 + random() * 500)}),
	row => ({errorTrend: [...row.errorTrend.slice(1), random() * 0.02]}),
	row => ({trafficTrend: [...row.trafficTrend.slice(1), random() * 800]}),
];

function frameNow(): Frame {
	return {
		size: {columns: 160, rows: 45},
		screen: {
			kind: 'home',
			view: {
				header: {...header, nowMs: nowMs + refresh * 1000},
				counts: {needsYou: 0, moving: 0, quiet: rowCount},
				attention: [],
				attentionTotal: 0,
				services: rows,
				offset: 0,
				total: rowCount,
				sort: {column: 'name', isDescending: false},
				empty: null,
				unmatchedSeries: 0,
				footer: {...homeFooter, message: {tone: 'info', text: line(`refresh ${refresh}`)}},
			},
		},
		confirm: null,
	};
}

/** The same numbers in every run. */
function random(): number {
	seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
	return seed / 2 ** 31;
}
