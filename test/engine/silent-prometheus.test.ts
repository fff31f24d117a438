import {describe, expect, test} from 'vitest';
import {err, ok} from '../../source/domain/result.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {edges} from '../../source/engine/questions/edges.ts';
import {poll, pollError} from '../../source/engine/questions/poll.ts';
import {sampleAge} from '../../source/engine/questions/sample-age.ts';
import type {Command} from '../../source/engine/state/commands.ts';
import type {MetricsError} from '../../source/ports/metrics.ts';
import {answerTo, askings, asks, queryOf, slowly} from './support/asking.ts';
import type {Desk} from './support/desk.ts';
import {deskOn} from './support/recorded.ts';
import {scrapeSeconds} from './support/session.ts';
import {shown} from './support/topology.ts';
import {paused} from './support/verdicts.ts';

const timeout: MetricsError = {kind: 'timeout', status: null, message: safe`no answer within 5 s`};
const patienceMs = 5_000;
/** A server is left alone for three times as long as its last answer took. */
const slowMs = 4 * patienceMs;

/** A release on screen, whose Prometheus answered until now, and from now on answers nothing. */
function silenced(error = timeout, tookMs = patienceMs): Desk {
	const desk = deskOn(paused);
	desk.advance(60_000);
	desk.world.pollError = error;
	desk.world.latencyMs = () => tookMs;
	desk.advance(60_000);
	return desk;
}

function answersAgain(desk: Desk): void {
	desk.world.pollError = null;
	desk.world.latencyMs = () => 5;
}

const others = (command: Command) => command.kind === 'ask' && !asks(command, poll, sampleAge);

describe('a Prometheus that answers nothing', () => {
	test.each([
		['in time', timeout, patienceMs],
		['and cannot be reached', {...timeout, kind: 'unreachable'} as const, 5],
	])(
		'%s is asked for the age of its samples alone, at the usual pace, and for a poll slowly',
		(_why, error, tookMs) => {
			const desk = silenced(error, tookMs);
			const [asked, ages, polls] = [
				desk.given('ask').length,
				askings(desk, sampleAge).length,
				askings(desk, poll).length,
			];
			desk.advance(120_000);
			expect(desk.given('ask').slice(asked).filter(others)).toEqual([]);
			const most = 120 / scrapeSeconds + 1;
			expect(askings(desk, sampleAge).length - ages).toBeGreaterThan(most - 3);
			expect(askings(desk, sampleAge).length - ages).toBeLessThanOrEqual(most);
			const slowest = Math.max(4 * tookMs, scrapeSeconds * 1_000);
			expect(askings(desk, poll).length - polls).toBeLessThanOrEqual(120_000 / slowest + 1);
		},
	);

	test('is polled in full, and asked everything else, as soon as it answers', () => {
		const desk = silenced();
		const {begunAtMs} = queryOf(desk, poll);
		// Just after a poll was given up: the next one is as far away as can be.
		while (queryOf(desk, poll).begunAtMs === begunAtMs || queryOf(desk, poll).isRunning) desk.advance(1_000);
		answersAgain(desk);
		const asked = desk.given('ask').length;
		desk.advance(patienceMs + 1_000);
		expect(pollError(desk.state().metrics)).toBeNull();
		expect(desk.given('ask').slice(asked).filter(others).length).toBeGreaterThan(3);
		// The time that the failed poll took makes the next ones no rarer.
		const ages = askings(desk, sampleAge).length;
		desk.advance(scrapeSeconds * 1_000 + 1_000);
		expect(askings(desk, sampleAge).length).toBeGreaterThan(ages);
	});

	test('is asked once for what a screen opens meanwhile, which then says why it has no answer', () => {
		const desk = silenced();
		desk.press('T');
		const asked = askings(desk, edges).length;
		desk.advance(120_000);
		expect(askings(desk, edges).length - asked).toBeLessThanOrEqual(1);
		expect(shown(desk).told.text).toMatch(/no answer within 5 s$/);
		answersAgain(desk);
		desk.advance(patienceMs + 1_000);
		expect(shown(desk).told.text).toMatch(/^edges \ds old/);
	});

	test('is found to answer polls also where it does not tell the age', () => {
		const desk = silenced();
		answersAgain(desk);
		desk.world.latencyMs = slowly(sampleAge);
		desk.advance(slowMs + 1_000);
		expect(pollError(desk.state().metrics)).toBeNull();
	});

	test('is left alone for as long as it asks for', () => {
		const desk = silenced();
		while (!queryOf(desk, sampleAge).isRunning) desk.advance(1_000);
		const {generation} = queryOf(desk, sampleAge);
		const busy: MetricsError = {kind: 'unavailable', status: 503, message: safe`busy`, retryAfterSeconds: 120};
		desk.dispatch(answerTo(sampleAge, generation, err(busy)));
		const asked = desk.given('ask').length;
		desk.advance(119_000);
		expect(desk.given('ask')).toHaveLength(asked);
		answersAgain(desk);
		desk.advance(2_000);
		expect(pollError(desk.state().metrics)).toBeNull();
	});
});

test('a Prometheus that tells the age, and is too slow for a poll, is asked the other questions still', () => {
	const desk = silenced();
	desk.world.latencyMs = command => (asks(command, sampleAge) ? 'never' : patienceMs);
	while (!queryOf(desk, sampleAge).isRunning) desk.advance(1_000);
	desk.dispatch(answerTo(sampleAge, queryOf(desk, sampleAge).generation, ok(Date.parse('2026-11-21T07:12:31Z'))));
	const [asked, polls] = [desk.given('ask').length, askings(desk, poll).length];
	desk.advance(60_000);
	expect(desk.given('ask').slice(asked).filter(others).length).toBeGreaterThan(3);
	expect(askings(desk, poll).length - polls).toBeLessThanOrEqual(60_000 / slowMs + 1);
});
