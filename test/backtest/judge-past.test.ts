import {describe, expect, test} from 'vitest';
import {judgePast} from '../../source/backtest/judge-past.ts';
import {podsBeside} from '../../source/backtest/pods-beside.ts';
import type {CountedRow, VersionCounts} from '../../source/engine/state/release-evidence.ts';

const stepSeconds = 45;
const rowMs = stepSeconds * 1_000;
const pods = {canary: 2, stable: 20};
const none: VersionCounts = {requests: 0, failures: 0, counts: null};
const of = (requests: number, ratio: number): VersionCounts => ({requests, failures: requests * ratio, counts: null});

interface Stretch {
	readonly rows: number;
	readonly canary: number;
	/** Of the canary's requests, 0–1. */
	readonly failing?: number;
}

/** Rows of 10,000 requests of which 1 in 200 fails on stable; an hour of stable alone comes first. */
function rowsOf(stretches: readonly Stretch[]): readonly CountedRow[] {
	return [{rows: 80, canary: 0}, ...stretches]
		.flatMap(({rows, canary, failing = 0.005}: Stretch) =>
			Array.from({length: rows}, () => ({
				stable: of(10_000 - canary, 0.005),
				canary: canary === 0 ? none : of(canary, failing),
			})),
		)
		.map((row, at) => ({...row, endMs: (at + 1) * rowMs}));
}

const judged = (stretches: readonly Stretch[]) =>
	judgePast(rowsOf(stretches), {stepSeconds, pods, settings: {}, fromMs: 0});

describe('the judge, run over the past', () => {
	test('calls a canary of which one in ten fails, in its second to fourth row, and says since when', () => {
		const past = judged([
			{rows: 40, canary: 500, failing: 0.1},
			{rows: 10, canary: 0},
		]);
		const callMs = past?.call?.atMs ?? 0;
		// No single row convicts, and in the first two the pods warm up.
		expect((callMs - 80 * rowMs) / rowMs).toBeGreaterThanOrEqual(2);
		expect((callMs - 80 * rowMs) / rowMs).toBeLessThanOrEqual(4);
		expect(past?.call?.verdict).toMatchObject({kind: 'worse', signal: 'errors', isCarried: false});
		expect(past?.call?.verdict.sinceMs).toBeGreaterThanOrEqual(80 * rowMs);
		expect(past).toMatchObject({
			fromMs: 80 * rowMs,
			toMs: 120 * rowMs,
			rows: 40,
			unreadRows: 0,
			pastRows: 80,
			jumps: 0,
		});
	});

	test('calls none that fails like stable, through all its weights, and counts these', () => {
		const past = judged([
			{rows: 40, canary: 500},
			{rows: 40, canary: 2_000},
			{rows: 40, canary: 5_000},
		]);
		expect(past).toMatchObject({call: null, rows: 120, jumps: 2});
	});

	test('calls a canary that turns bad after an hour within minutes: the good hour does not shield it', () => {
		const past = judged([
			{rows: 80, canary: 500},
			{rows: 40, canary: 500, failing: 0.03},
		]);
		const rowsToCall = ((past?.call?.atMs ?? 0) - 160 * rowMs) / rowMs;
		expect(rowsToCall).toBeGreaterThan(1);
		expect(rowsToCall).toBeLessThan(15);
	});

	test('takes rows that were not read for no requests, and says how many', () => {
		const rows = rowsOf([{rows: 40, canary: 500, failing: 0.1}]);
		const torn = rows.map((row, at) => (at === 90 || at === 91 ? {...row, canary: null, stable: null} : row));
		const past = judgePast(torn, {stepSeconds, pods, settings: {}, fromMs: 0});
		expect(past).toMatchObject({rows: 40, unreadRows: 2});
		expect(past?.call).not.toBeNull();
	});

	test('takes no request of an earlier attempt for the release, though it lies within the hour before', () => {
		const attempts = rowsOf([
			{rows: 20, canary: 500, failing: 0.1},
			{rows: 20, canary: 0},
			{rows: 40, canary: 500},
		]);
		const past = judgePast(attempts, {stepSeconds, pods, settings: {}, fromMs: 115 * rowMs});
		expect(past).toMatchObject({fromMs: 120 * rowMs, rows: 40, pastRows: 120, call: null});
	});

	test('says nothing of a release without a row that holds its requests', () => {
		expect(judgePast(rowsOf([]), {stepSeconds, pods, settings: {}, fromMs: 0})).toBeNull();
	});

	test('says nothing where stable is silent from the first row on: there is nothing to compare with', () => {
		const rows = rowsOf([{rows: 40, canary: 500, failing: 0.1}]).map(row =>
			row.canary && row.canary.requests > 0 ? {...row, stable: none} : row,
		);
		expect(judgePast(rows, {stepSeconds, pods, settings: {}, fromMs: 0})).toBeNull();
	});
});

describe('the pods of the past', () => {
	test('are stable’s present ones, and the canary’s first share of them', () => {
		expect(podsBeside(rowsOf([{rows: 20, canary: 1_000}]), {stablePods: 20, fromMs: 0})).toEqual({
			canary: 2,
			stable: 20,
		});
		expect(podsBeside(rowsOf([{rows: 20, canary: 100}]), {stablePods: 20, fromMs: 0})).toEqual({canary: 1, stable: 20});
	});

	test('are one each where nothing is known', () => {
		expect(podsBeside(rowsOf([{rows: 20, canary: 1_000}]), {stablePods: null, fromMs: 0})).toEqual({
			canary: 1,
			stable: 1,
		});
	});
});
