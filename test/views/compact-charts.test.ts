import {expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {chartsRow} from '../../source/views/charts/charts-row.ts';
import {plainLine} from '../../source/views/lines/paint.ts';
import {looks} from '../frames/look.ts';
import {releaseCharts} from './support/release-charts.ts';

function drawn(
	columns: number,
	rows = 7,
	chartIndex: 0 | 1 | 2 | null = null,
	charts = releaseCharts,
): readonly string[] {
	const lines = chartsRow({charts, chartIndex, range: safe`15 min`}, {columns, rows}, looks.noColour);
	expect(lines).toHaveLength(rows);
	return lines.map(line => plainLine(line, columns, looks.noColour));
}

test.each([54, 60, 80, 119, 139])(
	'three charts stand beside each other on %i columns, a moment in the same column',
	columns => {
		const lines = drawn(columns);
		for (const name of ['1 errors %', '2 p95 ms', '3 req/s']) expect(lines[0]).toContain(name);
		const width = Math.floor((columns - 2) / 3) + 1;
		const marked = lines.flatMap(line => Array.from(line.matchAll(/┆/g), ({index}) => index));
		// Three markers, at the same three places of each chart.
		expect(new Set(marked.map(place => place % width)).size).toBe(3);
		expect(new Set(marked.map(place => Math.floor(place / width))).size).toBe(3);
		expect(lines.at(-1)).toMatch(/15 min UTC *$/);
		expect(lines.at(-1)?.match(/20%/g)).toHaveLength(1);
	},
);

test('where three have no room, one is shown, with the numbers of the others', () => {
	expect(drawn(53)[0]).toMatch(/>1 errors %.*2 p95 ms/);
});

test('the chosen one has the whole width', () => {
	expect(drawn(80, 9, 1)[0]).toMatch(/^┌ 1 errors % {2}>2 p95 ms/);
});

test.each([0.0003, 0.025, 1, 12_500])('an axis up to %d stands in one column, however long its values are', most => {
	const [first, second, third] = releaseCharts;
	const points = (value: number) => first.lines[0]?.points.map(point => ({...point, value: value * most})) ?? [];
	const lines = [{label: safe`2.8.1`, role: 'stable', points: points(1)}] as const;
	const rows = drawn(119, 9, null, [{...first, markers: [], lines}, second, third]);
	const places = rows.flatMap(row => row.split('│', 1)).map(row => row.search(/┤/));
	expect(new Set(rows.slice(1, -2).map(row => row.search(/[┤│]/))).size).toBe(1);
	expect(places.some(place => place >= 0)).toBe(true);
});
