import {expect, test} from 'vitest';
import {safe} from '../../source/domain/safe-text.ts';
import {chartsRow} from '../../source/views/charts/charts-row.ts';
import {plainLine} from '../../source/views/lines/paint.ts';
import {looks} from '../frames/look.ts';
import {releaseCharts} from './support/release-charts.ts';

function drawn(columns: number, rows = 7, chartIndex: 0 | 1 | 2 | null = null): readonly string[] {
	const lines = chartsRow({charts: releaseCharts, chartIndex, range: safe`15 min`}, {columns, rows}, looks.noColour);
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
	expect(drawn(53)[0]).toMatch(/1 errors %.*2 p95 ms/);
});

test('the chosen one has the whole width', () => {
	expect(drawn(80, 9, 1)[0]).toMatch(/^┌ 1 errors % {2}2 p95 ms/);
});
