import {expect, test} from 'vitest';
import {type SplitRow, weightJumps} from '../../source/backtest/weight-jumps.ts';

/** Rows of 45 s with so many requests to the canary, of a thousand; null for one that was not read. */
const rows = (canary: readonly (number | null)[]): readonly SplitRow[] =>
	canary.map((requests, at) => ({
		endMs: (at + 1) * 45_000,
		canary: requests === null ? null : {requests},
		stable: requests === null ? null : {requests: 1_000 - requests},
	}));

test('a weight that holds has no jump, whatever chance does', () => {
	expect(weightJumps(rows([50, 55, 43, 61, 47, 38, 52]))).toEqual([]);
});

test('a step from 5 to 20 % is one jump, in the row in which it happened', () => {
	expect(weightJumps(rows([50, 48, 52, 130, 200, 205, 198]))).toEqual([{atMs: 4 * 45_000, isUp: true}]);
});

test('each step is a jump of its own, also downward', () => {
	const jumps = weightJumps(rows([50, 50, 50, 200, 200, 200, 500, 500, 500, 100, 100]));
	expect(jumps).toEqual([
		{atMs: 4 * 45_000, isUp: true},
		{atMs: 7 * 45_000, isUp: true},
		{atMs: 10 * 45_000, isUp: false},
	]);
});

test('one odd row is no jump', () => {
	expect(weightJumps(rows([50, 50, 50, 200, 50, 50]))).toEqual([]);
});

test('the first row of a release holds requests from before it, and is compared with nothing', () => {
	expect(weightJumps(rows([4, 200, 201, 199]))).toEqual([]);
});

test('rows that were not read, or without requests, are passed over', () => {
	expect(weightJumps(rows([50, 50, null, 50, null, 200, 200]))).toEqual([{atMs: 6 * 45_000, isUp: true}]);
	expect(weightJumps([])).toEqual([]);
});
