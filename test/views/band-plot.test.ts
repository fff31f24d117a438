import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import type {ChartView} from '../../source/engine/screens/charts.ts';
import {bandBehind, bandTop} from '../../source/views/charts/band-plot.ts';
import {chartsRow} from '../../source/views/charts/charts-row.ts';
import type {MarkedCell} from '../../source/views/charts/markers.ts';
import {plainLine} from '../../source/views/lines/paint.ts';
import type {TerminalStyle} from '../../source/views/lines/terminal-style.ts';
import {looks} from '../frames/look.ts';
import {releaseCharts} from './support/release-charts.ts';

type Band = NonNullable<ChartView['pastCanaries']>;

const startMs = 1e12;
const endMs = startMs + 4_000;

/** From the lowest to the highest at five times a second apart; null where nothing is told. */
function band(...ranges: readonly (readonly [lowest: number, highest: number] | null)[]): Band {
	const points = ranges.map((range, at) => ({
		atMs: startMs + at * 1_000,
		range: range && {lowest: range[0], highest: range[1]},
	}));
	return {count: 5, points};
}

const blank = (columns: number, rows: number): readonly (readonly MarkedCell[])[] =>
	Array.from({length: rows}, () => Array.from({length: columns}, () => ({sign: safe` `, line: null})));

/** On a scale from 0 to 8. */
function drawn(pastCanaries: Band, plot = blank(5, 2), look: TerminalStyle = looks.noColour): readonly string[] {
	const cells = bandBehind(plot, {pastCanaries, startMs, endMs}, 8, look);
	return cells.map(row => row.map(({sign}) => sign).join(''));
}

const all = [0, 8] as const;

describe('the band of earlier canaries', () => {
	test('is dots that do not touch, between the lowest and the highest', () => {
		expect(drawn(band(all, all, all, all, all))).toEqual(['⡂⠅⡂⠅⡂', '⡂⠅⡂⠅⡂']);
		// The eight dots of two rows lie at 0, 8/7, 16/7 …: up to 2.4 three of them.
		const low = [0, 2.4] as const;
		expect(drawn(band(low, low, low, low, low))).toEqual(['     ', '⡂⠄⡂⠄⡂']);
	});

	test('has gaps where fewer than two tell', () => {
		const [upper = ''] = drawn(band(all, null, null, null, all));
		expect([upper[0], upper[2], upper[4]].map(sign => sign === ' ')).toEqual([false, true, false]);
	});

	test('hides neither a line nor a marker, and is faint', () => {
		const line: MarkedCell = {sign: safe`⣀`, line: 0};
		const marker: MarkedCell = {sign: safe`┆`, line: null, meaning: 'marker'};
		const plot = [[line, marker, {sign: safe` `, line: null}]];
		const cells = bandBehind(plot, {pastCanaries: band(all, all, all, all, all), startMs, endMs}, 8, looks.noColour);
		expect(cells[0]?.slice(0, 2)).toEqual([line, marker]);
		expect(cells[0]?.[2]).toMatchObject({line: null, meaning: 'dim'});
		expect(cells[0]?.[2]?.sign).not.toBe(' ');
	});

	test('is full stops in ASCII', () => {
		expect(drawn(band([4, 8], [4, 8], all, all, [0, 1]), blank(5, 3), looks.ascii)).toEqual([
			'.... ',
			'.... ',
			'  ...',
		]);
	});

	test('lies at the top where it is above the scale', () => {
		expect(drawn(band([20, 30], [20, 30], [20, 30], [20, 30], [20, 30]), blank(5, 2), looks.ascii)).toEqual([
			'.....',
			'     ',
		]);
	});

	test('makes the scale at most twice as high as the lines need', () => {
		expect(bandTop(null, 4)).toBe(4);
		expect(bandTop(band([0, 3]), 4)).toBe(4);
		expect(bandTop(band([0, 6]), 4)).toBe(6);
		expect(bandTop(band([0, 600]), 4)).toBe(8);
		// Lines at 0 lie at the bottom on any scale.
		expect(bandTop(band([0, 6]), 0)).toBe(6);
	});
});

describe('charts with a band', () => {
	const [errors, latency, throughput] = releaseCharts;
	const pastCanaries: Band = {
		count: 5,
		points: errors.lines[0]?.points.map(({atMs}) => ({atMs, range: {lowest: 0.1, highest: 0.3}})) ?? [],
	};
	const charts = [{...errors, pastCanaries}, latency, throughput] as const;
	const shown = (columns: number, rows: number, {look = looks.noColour, chartIndex = null, of = charts}: Shown = {}) =>
		chartsRow({charts: of, chartIndex, range: safe`15 min`}, {columns, rows}, look).map(line =>
			plainLine(line, columns, look),
		);

	test('say of how many canaries it is, in the border, or once beside the weights where there is no border', () => {
		expect(shown(160, 12)[0]).toContain(' past 5 ─┐');
		expect(shown(160, 12, {look: looks.ascii})[0]).toContain(' . past 5 -+');
		expect(shown(80, 8).at(-1)).toMatch(/past 5 · 15 min UTC$/);
		expect(shown(80, 12, {chartIndex: 0})[0]).toContain(' past 5 ─┐');
	});

	test('draw none where nothing has room to name it', () => {
		const narrow = {chartIndex: 0} as const;
		expect(shown(30, 8, narrow)).toEqual(shown(30, 8, {...narrow, of: releaseCharts}));
		// So few rows have no strip of weights, and the title of a third of the columns has no room.
		expect(shown(80, 5)).toEqual(shown(80, 5, {of: releaseCharts}));
	});

	test('are the same as ever without one', () => {
		expect(shown(160, 12, {of: releaseCharts}).join('')).not.toContain('past');
	});
});

interface Shown {
	readonly look?: TerminalStyle;
	readonly chartIndex?: 0 | null;
	readonly of?: typeof releaseCharts;
}
