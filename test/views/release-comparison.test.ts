import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import type {ComparisonView} from '../../source/engine/screens/release/comparison-rows.ts';
import {comparisonLines} from '../../source/views/screens/release-comparison.ts';

const view: ComparisonView = {
	stable: safe`2.8.1-rc.10-gcafebabe`,
	canary: safe`2.9.0-rc.1-gdeadbeef-dirty`,
	window: safe`since 5%, 1m45s`,
	rows: [
		{
			label: safe`errors`,
			stable: safe`0.10 %`,
			canary: safe`10 %`,
			mark: safe`100×`,
			note: safe`55 of 550 requests failed`,
			tone: 'critical',
		},
	],
};

const textsOf = (columns: number) => comparisonLines(view, columns).map(line => line.map(({text}) => text).join(''));

test('a verdict stays whole however long the versions are called', () => {
	for (let columns = 38; columns <= 120; columns += 1) {
		const rows = textsOf(columns);
		expect(rows[1], `${columns}`).toMatch(/ ✖ 100×( |$)/);
		expect(Math.max(...rows.map(row => stringWidth(row))), `${columns}`).toBeLessThanOrEqual(columns);
	}
});

test('a note and a period are shown whole or not at all', () => {
	for (let columns = 38; columns <= 120; columns += 1) {
		const [heading = '', row = ''] = textsOf(columns);
		expect(heading.trimEnd(), `${columns}`).toMatch(/(canary|1m45s)$/);
		expect(row.trimEnd(), `${columns}`).toMatch(/(100×|failed)$/);
	}
});
