import {render} from 'ink';
import {line, safe} from '../../../source/domain/text/safe-text.ts';
import {parseTheme} from '../../../source/domain/text/theme.ts';
import type {FooterView} from '../../../source/engine/screens/footer.ts';
import type {Frame} from '../../../source/engine/screens/frame.ts';
import type {ServiceRow} from '../../../source/engine/screens/home/service-row.ts';
import {App, type AppProps} from '../../../source/views/terminal/app.tsx';
import {openScreen} from '../../../source/views/terminal/screen.tsx';
import defaultTheme from '../../../themes/default.json' with {type: 'json'};
import {footerOf, header, nowMs, panelsOf, service, value} from './made-up-view.ts';

/** perch's screen with made-up frames: each key press draws the frame of a second later, in which a given share of the
 * cells changes. Arguments: the screen, who writes to the terminal (perch, or Ink alone), and the share, 0–1. */
const theme = parseTheme(defaultTheme);
if (!theme.ok) throw new Error(theme.error);
const [screen = '', writer = '', share = ''] = process.argv.slice(2);
const size = {columns: 160, rows: 45};
const rowCount = 40;
const columnCount = 10;
const summary = {
	hurt: {count: 0, failedPerMinute: 0, slower: 0},
	releases: {waiting: 0, moving: 0, quiet: rowCount},
	isPart: false,
};
let seed = 1;
let refresh = 0;
let rows: readonly ServiceRow[] = Array.from({length: rowCount}, (_, row) => {
	const figures = {requestsPerSecond: value(10 + random() * 800), errorRatio: value(random() * 0.02)};
	return service(`shop/service-${row}`, {...figures, versions: safe`1.4.2`});
});
let frame = frameNow();
const listeners = new Set<() => void>();

const app: AppProps = {
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
		for (const {row, change} of changingCells()) rows = rows.with(row, {...at(row), ...change(at(row))});
		frame = frameNow();
		for (const listener of listeners) listener();
	},
	look: {theme: theme.value, hasColour: true, charset: 'utf8'},
};
if (writer === 'perch') openScreen({...app, stdin: process.stdin, stdout: process.stdout});
else render(<App {...app} />, {alternateScreen: true, maxFps: 60, patchConsole: false});

/** Chooses other cells every time; name, version and flags never change. */
function changingCells(): readonly {readonly row: number; readonly change: Change}[] {
	const volatile = rows.flatMap((_, row) => changes.map(change => ({row, change, order: random()})));
	return volatile.toSorted((one, other) => one.order - other.order).slice(0, rows.length * columnCount * Number(share));
}

function at(row: number): ServiceRow {
	const found = rows[row];
	if (!found) throw new Error(`there is no row ${row}`);
	return found;
}

type Change = (row: ServiceRow) => Partial<ServiceRow>;

const changes: readonly Change[] = [
	() => ({requestsPerSecond: value(10 + random() * 800)}),
	() => ({errorRatio: value(random() * 0.02)}),
	() => ({failuresPerMinute: value(1 + random() * 50)}),
	() => ({latencyP95Ms: value(50 + random() * 200)}),
	({trend}) => ({trend: {...trend, errors: [...trend.errors.slice(1), random() * 0.02]}}),
	({trend}) => ({trend: {...trend, latencyP95Ms: [...trend.latencyP95Ms.slice(1), random() * 250]}}),
	({trend}) => ({trend: {...trend, requestsPerSecond: [...trend.requestsPerSecond.slice(1), random() * 800]}}),
];

function frameNow(): Frame {
	return {size, screen: screen === 'panels' ? panelsNow() : homeNow(), confirm: null, palette: null};
}

function homeNow(): Frame['screen'] {
	return {
		kind: 'home',
		view: {
			header: {...header, nowMs: nowMs + refresh * 1000},
			summary,
			range: safe`15 min`,
			rows,
			explained: null,
			beside: null,
			offset: 0,
			total: rowCount,
			sort: {column: 'name', isDescending: false},
			empty: null,
			unmatchedSeries: 0,
			footer: footer(footerOf('home')),
		},
	};
}

function panelsNow(): Frame['screen'] {
	const view = panelsOf(size, rows, 3);
	return {
		kind: 'panels',
		view: {...view, header: {...header, nowMs: nowMs + refresh * 1000}, footer: footer(view.footer)},
	};
}

function footer(of: FooterView): FooterView {
	return {...of, message: {tone: 'info', text: line(`refresh ${refresh}`)}};
}

/** 0–1, the same numbers in every run (mulberry32). */
function random(): number {
	seed = (seed + 0x6d2b79f5) | 0;
	let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
	mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
	return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
