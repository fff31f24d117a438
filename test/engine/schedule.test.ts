import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {latency} from '../../source/engine/questions/latency.ts';
import {peak} from '../../source/engine/questions/peak.ts';
import {poll, trafficOf, unmatchedOf, warningsOf} from '../../source/engine/questions/poll.ts';
import {newestSampleMs, sampleAge} from '../../source/engine/questions/sample-age.ts';
import {trend} from '../../source/engine/questions/trend.ts';
import {answerTo, askings, asks, queryOf, slowly} from './support/asking.ts';
import {deskAt, deskOn} from './support/recorded.ts';
import {narrow, sample, scrapeSeconds} from './support/session.ts';

const paused = 'argo-canary/02-paused-at-step-1';

/** Milliseconds between one command of this kind and the next. */
function gapsOf(commands: readonly {readonly givenAtMs: number}[]): readonly number[] {
	const times = commands.map(({givenAtMs}) => givenAtMs);
	return times.slice(1).map((atMs, at) => atMs - (times[at] ?? 0));
}

describe('questions to Prometheus', () => {
	test('polls come at the scrape interval and never faster, however quick the answers are', () => {
		const desk = deskAt(paused);
		desk.advance(60_000);
		expect(Math.min(...gapsOf(askings(desk, poll)))).toBeGreaterThanOrEqual(scrapeSeconds * 1_000);
		expect(askings(desk, poll).length).toBeGreaterThan(10);
		expect(Math.min(...gapsOf(askings(desk, sampleAge)))).toBeGreaterThanOrEqual(scrapeSeconds * 1_000);
	});

	test('a poll that takes longer than the interval is not overtaken by the next', () => {
		const desk = deskAt(paused);
		desk.world.latencyMs = command => (asks(command, poll) ? 12_000 : 5);
		desk.advance(100_000);
		expect(Math.min(...gapsOf(askings(desk, poll)).slice(1))).toBeGreaterThanOrEqual(12_000);
	});

	test('the settings can make polls rarer than the scrape interval, but not more frequent', () => {
		for (const [pollSeconds, atLeastMs] of [
			[20, 20_000],
			[1, scrapeSeconds * 1_000],
		] as const) {
			const desk = deskAt(paused, {settings: {pollSeconds}});
			desk.advance(100_000);
			expect(Math.min(...gapsOf(askings(desk, poll)))).toBeGreaterThanOrEqual(atLeastMs);
		}
	});

	test('the trend is asked at the pace of its range, also when a shorter one follows a longer one', () => {
		const desk = deskAt('argo-canary/01-healthy', {world: {trafficAt: () => [sample('checkout', 100)]}});
		desk.press(']', ']', ']', ']');
		expect(desk.frame().screen.view).toMatchObject({range: '6 h'});
		desk.advance(600_000);
		const before = askings(desk, trend).length;
		desk.press('[', '[', '[', '[', '[');
		expect(desk.frame().screen.view).toMatchObject({range: '5 min'});
		desk.advance(120_000);
		const gaps = gapsOf(askings(desk, trend).slice(before));
		expect(gaps.length).toBeGreaterThan(5);
		expect(Math.max(...gaps)).toBeLessThan(20_000);
	});

	test('the trend is asked every half minute, the peak once when a release is opened', () => {
		const desk = deskAt('argo-canary/01-healthy', {
			size: narrow,
			world: {trafficAt: () => [sample('checkout', 100)]},
		});
		desk.advance(120_000);
		expect(askings(desk, trend).length).toBeGreaterThan(2);
		expect(Math.min(...gapsOf(askings(desk, trend)))).toBeGreaterThanOrEqual(30_000);
		expect(askings(desk, peak)).toEqual([]);
		desk.press('home', 'enter');
		desk.advance(300_000);
		expect(askings(desk, peak)).toHaveLength(1);
		desk.press('escape', 'enter');
		desk.advance(10_000);
		expect(askings(desk, peak)).toHaveLength(1);
	});

	test('an answer to a poll before the last one is dropped', () => {
		const desk = deskAt(paused);
		desk.world.latencyMs = slowly(poll, sampleAge);
		desk.advance(10_000);
		const [ofPoll, ofAge] = [queryOf(desk, poll), queryOf(desk, sampleAge)];
		expect([ofPoll.isRunning, ofAge.isRunning]).toEqual([true, true]);
		const before = trafficOf(desk.state().metrics);
		const value = {
			traffic: {atMs: 1, value: []},
			latency: null,
			unmatched: 9,
			warnings: [safe`late`],
			rules: {inUse: [], unused: []},
		};
		desk.dispatch(answerTo(poll, ofPoll.generation - 1, {ok: true, value}));
		desk.dispatch(answerTo(sampleAge, ofAge.generation - 1, {ok: true, value: 1}));
		const {metrics} = desk.state();
		expect([trafficOf(metrics), unmatchedOf(metrics), warningsOf(metrics)]).toEqual([before, 0, []]);
		expect(newestSampleMs(metrics)).not.toBe(1);
	});

	test('a latency that was asked for before the poll does not replace the one that the poll brings', () => {
		const desk = deskAt('argo-canary/01-healthy');
		desk.advance(scrapeSeconds * 1_000);
		desk.world.latencyMs = command => (asks(command, latency) ? 7_000 : 5);
		desk.press('R');
		desk.advance(scrapeSeconds * 1_000 + 1_000);
		desk.press('escape');
		expect(queryOf(desk, latency).isRunning).toBe(true);
		const {generation} = queryOf(desk, latency);
		desk.advance(scrapeSeconds * 1_000 + 1_000);
		desk.dispatch(answerTo(latency, generation, {ok: true, value: {atMs: 1, value: []}}));
		expect(desk.state().metrics.latency?.atMs).not.toBe(1);
	});

	test('histograms are dropped once they are no longer asked for', () => {
		const desk = deskAt('argo-canary/01-healthy');
		desk.press('R', 'escape');
		desk.advance(100);
		expect(desk.state().metrics.latency).not.toBeNull();
		desk.press('?');
		desk.advance(60_000);
		expect(desk.state().metrics.latency).toBeNull();
	});
});

describe('questions to the API server', () => {
	test('a heartbeat is sent each refresh, one at a time, and the inventory is read every five minutes', () => {
		const desk = deskAt(paused);
		desk.advance(600_000);
		const beats = gapsOf(desk.given('beat'));
		expect(Math.min(...beats.slice(1))).toBeGreaterThanOrEqual(2_000);
		expect(Math.max(...beats)).toBeLessThanOrEqual(3_000);
		expect(desk.given('identify').length).toBeLessThanOrEqual(3);
	});

	test('no other heartbeat is sent while one hangs', () => {
		const desk = deskAt(paused);
		desk.world.latencyMs = () => 'never';
		desk.advance(3_000);
		const before = desk.given('beat').length;
		desk.advance(100_000);
		expect(desk.given('beat')).toHaveLength(before);
	});
});

test('a poll asks only for the services on screen', () => {
	const desk = deskOn(paused);
	desk.advance(10_000);
	const names = askings(desk, poll)
		.at(-1)
		?.asked.visible.map(({name}) => name);
	expect(names?.toSorted()).toEqual(['checkout-canary', 'checkout-stable']);
});
