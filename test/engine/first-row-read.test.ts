import {expect, test} from 'vitest';
import {judgedRow, judgingBy, type Marks} from '../../source/engine/evidence/rows/judged-row.ts';
import {judgedSignals} from '../../source/engine/evidence/rows/judged-signals.ts';
import type {CountedRow, Judging, VersionCounts} from '../../source/engine/state/release-evidence.ts';

const stepSeconds = 45;
const endMs = (row: number) => (row + 1) * stepSeconds * 1_000;
const counts = (requests: number): VersionCounts => ({requests, failures: 0, counts: null});
const unread = (row: number): CountedRow => ({endMs: endMs(row), canary: null, stable: null});
const read = (row: number): CountedRow => ({endMs: endMs(row), canary: counts(50), stable: counts(950)});

function judged(marks: Marks, ...rows: readonly CountedRow[]): Judging {
	const first = judgingBy(judgedSignals({canary: 1, stable: 2}, [], {}));
	return rows.reduce((judging, row) => judgedRow(judging, row, stepSeconds, marks), first);
}

// A Prometheus that began to scrape, or a session that may read it, minutes after the canary came.
const late = [...Array.from({length: 8}, (_, row) => unread(row)), read(8)];
const atFirst: Marks = {restartsMs: [0, 60_000], podsMs: [60_000]};

test('pods that came minutes before the first row that could be read are warm in it', () => {
	const rows = judged(atFirst, ...late).states.errors?.rows ?? [];
	expect(rows.map(({isWarm}) => isWarm)).toEqual([false]);
});

test('the first row that could be read begins the first count, and not one anew', () => {
	const judging = judged(atFirst, ...late);
	expect(judging.states.errors?.evidence.clock.number).toBe(1);
	expect([judging.restartMs, judging.anewMs]).toEqual([null, null]);
});

test('a pod that came within a gap of minutes warms up after it, and the count begins anew', () => {
	const gap = Array.from({length: 4}, (_, row) => unread(row + 2));
	const marks: Marks = {restartsMs: [], podsMs: [endMs(5) - 10_000]};
	const judging = judged(marks, read(0), read(1), ...gap, read(6));
	expect(judging.states.errors?.rows.map(({isWarm}) => isWarm)).toEqual([true]);
	expect(judging.states.errors?.evidence.clock.number).toBe(2);
	expect(judging.anewMs).toBe(endMs(5));
});

test('a change of the weight within a gap of less than two minutes is not lost', () => {
	const marks: Marks = {restartsMs: [endMs(2) - 1], podsMs: []};
	expect(judged(marks, read(0), read(1), unread(2), read(3)).states.errors?.evidence.clock.number).toBe(2);
});
