import {expect, test} from 'vitest';
import {compareProportions} from '../../source/statistics/compare-proportions.ts';
import {isBeyondChance} from '../../tools/simulate/beyond-chance.ts';

const worse = compareProportions({failures: 12, requests: 1_000}, {failures: 50, requests: 10_000});
const alike = compareProportions({failures: 6, requests: 1_000}, {failures: 50, requests: 10_000});

test.each([
	[worse, 3, true],
	[worse, 2, false],
	[alike, 30, false],
	['noTraffic' as const, 30, false],
])('beyond chance needs the whole interval above zero and three windows', (comparison, windows, expected) => {
	expect(isBeyondChance(comparison, windows)).toBe(expected);
});
