import {describe, expect, test} from 'vitest';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import type {ChartView} from '../../source/engine/screens/charts.ts';
import {chartsRow, chartsStacked} from '../../source/views/charts/charts-row.ts';
import {plainLine} from '../../source/views/lines/paint.ts';
import type {TerminalStyle} from '../../source/views/lines/terminal-style.ts';
import {looks} from '../frames/look.ts';

const startMs = Date.UTC(2026, 10, 21, 2, 26);
const at = (minutes: number) => startMs + minutes * 60_000;

function chart(id: ChartView['id'], highest: number, changes: Partial<ChartView> = {}): ChartView {
	return {
		id,
		title: ident(id),
		short: ident(id),
		startMs,
		endMs: at(15),
		lines: (['stable', 'canary'] as const).map(role => ({
			label: ident(role),
			role,
			points: Array.from({length: 91}, (_, index) => ({atMs: startMs + index * 10_000, value: highest})),
		})),
		mostValue: id === 'errors' ? 100 : null,
		markers: [],
		markersSinceMs: null,
		pastCanaries: null,
		empty: null,
		...changes,
	};
}

interface Drawn {
	readonly changes?: Partial<ChartView>;
	readonly highest?: readonly [number, number, number];
	readonly columns?: number;
	readonly rows?: number;
	readonly look?: TerminalStyle;
	readonly draw?: typeof chartsRow;
}

/** Three charts with axes of very different widths. */
function drawn(given: Drawn): readonly string[] {
	const {changes = {}, highest = [0.5, 1_234, 9], columns = 160, rows = 12} = given;
	const charts = [
		chart('errors', highest[0], changes),
		chart('latency', highest[1], changes),
		chart('throughput', highest[2], changes),
	] as const;
	const look = given.look ?? looks.noColour;
	const draw = given.draw ?? chartsRow;
	// On a narrower screen the row of charts is tested by one of them alone.
	const isOne = draw === chartsRow && columns < 140;
	const lines = draw({charts, chartIndex: isOne ? 0 : null, range: safe`15 min`}, {columns, rows}, look);
	expect(lines).toHaveLength(rows);
	return lines.map(line => plainLine(line, columns, look));
}

function placesOf(sign: string, text: string): readonly number[] {
	return Array.from(text.matchAll(new RegExp(sign, 'g')), match => match.index);
}

const changed = (...moments: readonly (readonly [minutes: number, percent: number])[]) => ({
	markers: moments.map(([minutes, percent]) => ({atMs: at(minutes), percent})),
});

describe('several charts', () => {
	test.each([120, 140, 160, 161, 162, 239])('show a moment in the same column, side by side on %i columns', columns => {
		const lines = drawn({columns, changes: changed([3, 5], [8, 20]), draw: chartsStacked});
		const width = Math.floor(columns / 3);
		// A row that no line runs through.
		const marked = lines.map(line => placesOf('┆', line)).find(places => places.length === 6);
		expect(marked).toBeDefined();
		expect(new Set(marked?.map(place => place % width)).size).toBe(2);
		const times = placesOf('02:30', lines.at(-2) ?? '').map(place => place % width);
		expect(times).toHaveLength(3);
		expect(new Set(times).size).toBe(1);
	});

	test('say each weight once, under its marker', () => {
		const lines = drawn({changes: changed([3, 5], [8, 20])});
		expect(lines.join('\n').match(/5%/g)).toHaveLength(1);
		const rows = lines.map(line => placesOf('┆', line));
		expect(rows.at(-1)).toEqual(rows.find(places => places.length === 6)?.slice(0, 2));
		expect(lines.at(-1)?.trim()).toMatch(/^┆5% +┆20%$/);
	});

	test('show a moment in the same column, below each other', () => {
		const lines = drawn({columns: 80, rows: 18, changes: changed([3, 5], [8, 20]), draw: chartsStacked});
		const marked = lines.map(line => placesOf('┆', line)).filter(places => places.length > 0);
		expect(marked.length).toBeGreaterThan(6);
		expect(new Set(marked.map(String)).size).toBe(1);
	});
});

describe('weights that were set close to each other', () => {
	const strip = (changes: Partial<ChartView>, columns = 80) => drawn({columns, changes}).at(-1) ?? '';

	test('share one label, from the first to the last', () => {
		expect(strip(changed([3, 5], [3.2, 10], [3.4, 20], [9, 50])).trim()).toMatch(/^┆5→20% +┆50%$/);
		expect(strip(changed([3, 0], [3, 100])).trim()).toBe('┆0→100%');
	});

	test('are not cut at the right end, and do not cover what stands before them', () => {
		expect(strip(changed([14.9, 100]))).toMatch(/┆100%$/);
		expect(strip(changed([13.8, 20], [14.6, 50], [14.9, 100]), 40)).toMatch(/┆20→100%$/);
	});

	test('are drawn in ASCII on a terminal that has nothing else', () => {
		expect(
			drawn({columns: 80, look: looks.ascii, changes: changed([3, 5], [3.2, 10])})
				.at(-1)
				?.trim(),
		).toBe(':5>10%');
	});

	test('take no row where there are none', () => {
		expect(drawn({columns: 80}).at(-1)).toMatch(/^└.*┘$/);
	});
});

describe('the note since when weights are known', () => {
	const strip = (sinceMinutes: number, changes: Partial<ChartView> = {}, columns = 80) =>
		drawn({columns, changes: {...changes, markersSinceMs: at(sinceMinutes)}}).at(-1) ?? '';

	test('stands before its moment, and covers no time of the axis', () => {
		const lines = drawn({columns: 80, changes: {...changed([9, 20]), markersSinceMs: at(9)}});
		expect(lines.at(-1)).toMatch(/^ +weights known since 02:35 ┆20%$/);
		expect(lines.at(-2)).toContain('02:30');
	});

	test('is shorter or stands behind its moment where there is little room', () => {
		expect(strip(2.9, changed([3, 5])).trim()).toBe('┆5%  weights known since 02:28');
		expect(strip(0.1, changed([0.2, 5])).trim()).toBe('┆5%  weights known since 02:26');
		expect(strip(4, changed([4, 5], [14.5, 20]))).toMatch(/^ +since 02:30 ┆5% +┆20%$/);
	});

	test('is shown where no weight has changed since', () => {
		expect(strip(9).trim()).toBe('weights known since 02:35');
	});
});

test('an axis of errors ends at 100 %, and other axes may go higher', () => {
	expect(drawn({columns: 80, highest: [98.7, 1, 1]})[1]).toMatch(/^│ 100┤/);
	expect(drawn({columns: 80, highest: [100, 1, 1]})[1]).toMatch(/^│ 100┤/);
	expect(drawn({columns: 160, highest: [0, 100, 1]})[1]).toMatch(/│ +120┤/);
});
