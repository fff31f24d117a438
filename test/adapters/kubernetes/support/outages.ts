import {expect} from 'vitest';
import type {Fault} from '../../../../source/demo/api/connection/faults.ts';
import type {ClusterForTests} from './cluster-for-tests.ts';
import {watchingOf} from './watching.ts';

/** What an API server may do instead of answering; null where it answers and ends each stream. */
export const outages: readonly (readonly [string, Fault | null])[] = [
	['answers 500', {kind: 'status', status: 500}],
	['answers 503', {kind: 'status', status: 503}],
	['answers 504', {kind: 'status', status: 504}],
	['answers 410', {kind: 'status', status: 410}],
	['answers 401', {kind: 'status', status: 401}],
	['answers 429 and asks for a second', {kind: 'status', status: 429, retryAfterSeconds: 1}],
	['cuts each request', {kind: 'cutBeforeCommit'}],
	['ends each stream at once', null],
];

const mostPerSecond = 0.25;

/** Holds one watch through an outage of so many minutes of the test's clock: it asks four times a minute at most, also in
 * each of its minutes, and is there again afterwards. */
export async function expectPatience(test: ClusterForTests, fault: Fault | null, minutes: number): Promise<void> {
	const {watching, expectSynced} = watchingOf(test);
	const {view} = await watching();
	const lift = fault ? test.server.faults.inject(fault) : () => {};
	test.server.faults.cutWatches();
	const counted = [test.server.journal.counters.requests];
	for (let minute = 0; minute < minutes; minute += 1) {
		const untilMs = test.clock.nowMs() + 60_000;
		const isOver = () => {
			if (fault === null) test.server.faults.cutWatches();
			return test.clock.nowMs() >= untilMs;
		};
		await test.clock.advanceUntil(isOver, minute < 3 ? 250 : 1_000);
		counted.push(test.server.journal.counters.requests);
	}
	const [before = 0] = counted;
	const all = (counted.at(-1) ?? 0) - before;
	// It did ask: a watch that gave up would pass, too.
	expect(all).toBeGreaterThanOrEqual(minutes);
	expect(all / (minutes * 60)).toBeLessThanOrEqual(mostPerSecond);
	for (const [at, count] of counted.slice(1).entries()) {
		expect((count - (counted[at] ?? 0)) / 60, `minute ${at + 1}`).toBeLessThanOrEqual(mostPerSecond);
	}
	lift();
	await expectSynced(view);
}
