import {describe, expect, test} from 'vitest';
import {err, ok} from '../../source/domain/result.ts';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import type {Asker} from '../../source/engine/queries/asker.ts';
import {past} from '../../source/engine/questions/past/past.ts';
import type {MetricsError} from '../../source/ports/metrics.ts';
import {down, sample, windowSeconds} from './support/session.ts';

const endMs = Date.parse('2026-11-21T07:11:23.400Z');
const hour = 3_600;
const day = 24 * hour;
const refused = down as unknown as MetricsError;

type Answer = readonly TrafficSample[] | 'fails';

/** A Prometheus that answers by the age of the instant, in seconds. Notes every question, and how many were under way. */
function prometheus(answerAt: (ageSeconds: number) => Answer) {
	const asked: number[] = [];
	let underWay = 0;
	let mostAtOnce = 0;
	const asker = {
		windowSeconds,
		async range(_query: unknown, {startMs, endMs: lastMs}: {startMs: number; endMs: number}) {
			underWay += 1;
			mostAtOnce = Math.max(mostAtOnce, underWay);
			await Promise.resolve();
			underWay -= 1;
			expect(lastMs).toBe(startMs);
			const ageSeconds = Math.floor(endMs / 1000) - startMs / 1000;
			asked.push(ageSeconds);
			const answer = answerAt(ageSeconds);
			return answer === 'fails' ? err(refused) : ok([[{mesh: 'istio', atMs: startMs, value: answer}]]);
		},
	} as unknown as Asker;
	return {asked, mostAtOnce: () => mostAtOnce, answer: (keepsTimes = false) => past.ask(asker, {endMs, keepsTimes})};
}

const usual = [sample('cart', 100, 1)];

describe('what is usual', () => {
	test('is read at the same minute of the last three days, one instant after another', async () => {
		const server = prometheus(() => usual);
		const answer = await server.answer();
		expect(answer).toMatchObject({ok: true, value: {of: 'days', traffic: [{requestsPerSecond: 100}]}});
		expect(server.asked).toEqual([2 * windowSeconds, day, 2 * day, 3 * day]);
		expect(server.mostAtOnce()).toBe(1);
	});

	test('is kept of each of the days where it is configured what a failure is, and asked for anew for that', async () => {
		const answer = await prometheus(() => usual).answer(true);
		expect(answer.ok && answer.value.times).toMatchObject([{value: usual}, {value: usual}, {value: usual}]);
		const plain = await prometheus(() => usual).answer();
		expect(plain.ok && 'times' in plain.value).toBe(false);
		const [kept, left] = [true, false].map(keepsTimes => ({endMs, keepsTimes}));
		if (!kept || !left) throw new Error('nothing is asked');
		expect([past.covers(kept, left), past.covers(left, kept), past.covers(left, left)]).toEqual([true, false, true]);
	});

	test('is read of the last hours where no day is kept', async () => {
		const server = prometheus(age => (age < day ? usual : []));
		expect(await server.answer()).toMatchObject({ok: true, value: {of: 'hours', traffic: [{errorsPerSecond: 1}]}});
		expect(server.asked).toEqual([2 * windowSeconds, day, 2 * day, 3 * day, hour, 2 * hour, 3 * hour]);
	});

	test('is read of the one day that is kept', async () => {
		const server = prometheus(age => (age === 2 * day ? usual : []));
		expect(await server.answer()).toMatchObject({ok: true, value: {of: 'days', traffic: [{errorsPerSecond: 1}]}});
		expect(server.asked).toHaveLength(4);
	});

	test('is not known where nothing is kept, which is no failure', async () => {
		expect(await prometheus(() => []).answer()).toEqual({ok: true, value: {of: 'hours', traffic: [], before: null}});
	});

	test('fails where every instant fails, and not where one tells', async () => {
		expect(await prometheus(() => 'fails').answer()).toEqual({ok: false, error: refused});
		const some = prometheus(age => (age === day ? usual : 'fails'));
		expect(await some.answer()).toMatchObject({ok: true, value: {of: 'days', before: null}});
	});
});

test('what was shortly before is that instant, with its time', async () => {
	const server = prometheus(age => (age === 2 * windowSeconds ? [sample('cart', 50, 20)] : usual));
	const answer = await server.answer();
	const atMs = Math.floor(endMs / 1000 - 2 * windowSeconds) * 1000;
	expect(answer).toMatchObject({ok: true, value: {before: {atMs, value: [{errorsPerSecond: 20}]}}});
});

test('a past is asked again after ten minutes, and after one where it failed', () => {
	const turn = {begunAtMs: 0, answeredAtMs: 1_000};
	expect(past.dueAtMs({...turn, isOk: true}, undefined as never)).toBe(601_000);
	expect(past.dueAtMs({...turn, isOk: false}, undefined as never)).toBe(61_000);
});
