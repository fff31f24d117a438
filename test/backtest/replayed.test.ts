import {expect, test} from 'vitest';
import {replayed} from '../../source/backtest/replayed.ts';
import {replayAt} from '../../source/engine/screens/past/replay-at.ts';
import {type PastOne, pastOne, rowMs} from './support/past-shop.ts';

const beganMs = Date.parse('2026-11-21T10:00:00Z');
const worse = pastOne(
	beganMs,
	['2.7.0', '2.8.0'],
	[
		{rows: 20, canary: 500},
		{rows: 40, canary: 2_000, failing: 0.02},
		{rows: 1, canary: 0},
	],
	'rolledBack',
);

function replayOf({read, release}: PastOne) {
	const told = replayed(read, release.outcome);
	if (!told) throw new Error('there is nothing to replay');
	return told;
}

const callMs = worse.release.judged.ok ? (worse.release.judged.value?.call?.atMs ?? 0) : 0;

test('a replay goes from the first row of the canary to the one in which the release ended', () => {
	const {rows, fromMs} = replayOf(worse);
	expect(fromMs).toBe(beganMs);
	expect(rows).toHaveLength(61);
	expect(rows.at(-1)?.canary?.requests).toBe(0);
	expect(replayOf({...worse, release: {...worse.release, outcome: {kind: 'running'}}}).rows).toHaveLength(60);
});

test('it says WORSE with the very row that the backtest names, and not before', () => {
	const told = replayOf(worse);
	const first = told.rows.findIndex((_, at) => replayAt(told, at)?.verdict?.kind === 'worse');
	expect(told.rows[first]?.endMs).toBe(callMs);
	expect(callMs).toBeGreaterThan(beganMs + 20 * rowMs);
});

test('what is judged after a row is the same whichever row was looked at before', () => {
	const forward = replayOf(worse);
	const all = forward.rows.map((_, at) => forward.judgingAt(at));
	const back = replayOf(worse);
	expect(all.toReversed()).toEqual(all.map((_, at) => back.judgingAt(all.length - 1 - at)));
	expect(all.map(({rows}) => rows)).toEqual(all.map((_, at) => at + 1));
});

test('nothing of a row is known before it: whatever comes later, the rows before it say the same', () => {
	const told = replayOf(worse);
	for (const at of [3, 19, 30]) {
		const until = worse.read.rows.findIndex(({endMs}) => endMs === told.rows[at]?.endMs) + 1;
		const otherwise = worse.read.rows.map((row, index) =>
			index < until || row.canary === null ? row : {...row, canary: {...row.canary, failures: row.canary.requests}},
		);
		const other = replayOf({...worse, read: {...worse.read, rows: otherwise}});
		expect(replayAt(other, at)).toEqual(replayAt(told, at));
	}
});

test('the figures are those of the last minutes, and of none before the share jumped', () => {
	const told = replayOf(worse);
	const [jumpMs] = told.jumpsMs;
	const jumped = told.rows.findIndex(({endMs}) => endMs === jumpMs);
	expect(jumped).toBe(20);
	const at = (index: number) => replayAt(told, index)?.sides;
	expect(at(jumped + 1)).toMatchObject({windowSeconds: 45, canaryTally: {requests: 2_000}});
	expect(at(jumped + 2)).toMatchObject({windowSeconds: 90, canaryTally: {requests: 4_000}});
	expect(at(jumped + 9)?.windowSeconds).toBe(180);
	expect(at(jumped - 1)?.canaryTally.requests).toBe(2_000);
});

test('extra failures are counted over all rows so far, once the evidence showed them', () => {
	const told = replayOf(worse);
	const extraAt = (index: number) => replayAt(told, index)?.extraFailures;
	expect(extraAt(10)).toBeNull();
	// Of 40 rows of 2,000 requests 2 % fail, and of stable's 0.1 %.
	expect(extraAt(60)).toBeCloseTo(40 * 2_000 * 0.019, 3);
	expect(extraAt(39)).toBeCloseTo(20 * 2_000 * 0.019, 3);
});

test('rows that were not read count for nothing, and without any there are no figures', () => {
	const torn = pastOne(
		beganMs,
		['2.7.0', '2.8.0'],
		[
			{rows: 2, canary: 500},
			{rows: 8, canary: 500, isUnread: true},
			{rows: 2, canary: 500},
		],
		'running',
	);
	const told = replayOf(torn);
	expect(replayAt(told, 3)?.sides).toMatchObject({windowSeconds: 90});
	expect(replayAt(told, 8)?.sides).toBeNull();
	expect(told.judgingAt(9)).toMatchObject({rows: 10, unreadRows: 8});
});

test('a release of which no row holds requests to both versions has no replay', () => {
	const {read, release} = pastOne(beganMs, ['2.7.0', '2.8.0'], [{rows: 3, canary: 0}], 'running');
	expect(replayed(read, release.outcome)).toBeNull();
});
