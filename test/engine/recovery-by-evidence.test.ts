import {describe, expect, test} from 'vitest';
import {poll} from '../../source/engine/questions/poll.ts';
import {wordOfRelease} from '../../source/engine/screens/release/release-headline.ts';
import {readSituation} from '../releases/situation.ts';
import {slowly} from './support/asking.ts';
import type {Desk} from './support/desk.ts';
import {askedRows, unreachable} from './support/proving.ts';
import {checkout, deskOn} from './support/recorded.ts';
import {sample} from './support/session.ts';
import {stepMs, taking, turning, until, windows} from './support/verdicts.ts';
import {
	atFifty,
	fine,
	goBack,
	harm,
	healed,
	keepSelectingTheCanary,
	ledgerBack,
	ofLedger,
	outcomes,
	recovery,
	wentBack,
	wentBackFromSlow,
} from './support/way-back.ts';

const {nowMs} = readSituation(atFifty);
const bothFail = () => [sample('checkout-stable', 50, 10), sample('checkout-canary', 50, 10)];

describe('the rows since a way back', () => {
	test('what goes on failing is NOT RECOVERED before five minutes, but never by one row', () => {
		const desk = wentBack(() => () => [sample('checkout-stable', 100, 20), sample('checkout-canary', 0)]);
		let rows = 0;
		while (rows < 2) {
			expect(recovery(desk)).not.toMatchObject({kind: 'notRecovered'});
			desk.advance(1_000);
			rows = desk.state().metrics.sinceBack[checkout]?.rows.length ?? 0;
		}
		expect(recovery(desk)).toMatchObject({
			kind: 'notRecovered',
			short: expect.stringMatching(/^NOT RECOVERED after \d+s: 20 % of 3.0k requests failed, usually 0.10 %$/),
			text: expect.stringMatching(
				/^NOT RECOVERED after \d+s: 20 % of 3.0k requests failed since, 0.10 % before the canary$/,
			),
		});
		expect(outcomes(desk)).toEqual(['effective', 'notRecovered']);
	});

	test('where stable had failed like the canary, going back does not help, and perch says why', () => {
		const desk = deskOn(atFifty, {world: {trafficAt: turning(nowMs + windows(5), fine, bothFail)}});
		until(desk, 'bothBad');
		goBack(desk, () => [sample('checkout-stable', 100, 20), sample('checkout-canary', 0)]);
		desk.advance(60_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'notRecovered',
			short: expect.stringMatching(/^NOT RECOVERED after \d+s: stable is failing too$/),
			text: expect.stringMatching(
				/^NOT RECOVERED after \d+s: stable is failing too: 20 % of 3.0k requests failed since, 0.10 % before the canary$/,
			),
		});
	});

	test('a canary that was slow is recovered once requests take no longer than before it', () => {
		const latencyAt = () => [taking(20, 2)('checkout-stable', 50), taking(300, 100)('checkout-canary', 50)];
		const desk = deskOn(atFifty, {world: {trafficAt: fine, latencyAt}});
		until(desk, 'worse');
		goBack(desk, healed);
		desk.world.latencyAt = () => [taking(60, 2)('checkout-stable', 100)];
		desk.advance(310_000);
		expect(recovery(desk)).not.toMatchObject({kind: 'recovered'});
		const better = wentBackFromSlow();
		better.advance(120_000);
		expect(recovery(better)).toMatchObject({
			kind: 'recovered',
			text: expect.stringMatching(/, 0.10 % before the canary, 2.0 % took over 100ms \(2.0 % before the canary\)$/),
		});
	});

	test('a canary that was slow is NOT RECOVERED where requests go on taking as long', () => {
		const desk = wentBackFromSlow(300, 100);
		desk.advance(120_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'notRecovered',
			short: expect.stringMatching(/^NOT RECOVERED after \d+s: 30 % of 3.0k requests took over 100ms, usually 2.0 %$/),
		});
	});

	test('few requests prove nothing within five minutes, accuse nobody, and may prove it later', () => {
		const few = () => [sample('checkout-stable', 2), sample('checkout-canary', 0)];
		const desk = wentBack(() => few);
		desk.advance(310_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'notProven',
			isOver: false,
			text: expect.stringMatching(/^BACK, NOT PROVEN: \d+ requests since, 0 failed$/),
		});
		expect(wordNow(desk)).toBe('NOT PROVEN');
		desk.world.trafficAt = healed;
		desk.advance(60_000);
		expect(recovery(desk)).toMatchObject({kind: 'recovered'});
		expect(outcomes(desk)).toEqual(['effective', 'notProven', 'recovered']);
	});

	test('what is not proven in half an hour stays so', () => {
		const desk = wentBack(() => () => [sample('checkout-stable', 0), sample('checkout-canary', 0)]);
		desk.advance(310_000);
		expect(recovery(desk)).toMatchObject({kind: 'notProven', text: 'BACK, NOT PROVEN: no requests since'});
		desk.advance(1_500_000);
		const over = {kind: 'notProven', isOver: true, text: 'BACK, NOT PROVEN in 30 min: no requests since'};
		expect(recovery(desk)).toMatchObject(over);
		desk.world.trafficAt = healed;
		desk.advance(120_000);
		expect(recovery(desk)).toMatchObject(over);
	});

	test('without an answer perch waits and says why, and the rows of the outage prove it once they are read', () => {
		const desk = wentBack(() => healed);
		desk.world.pollError = unreachable;
		desk.advance(120_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'watching',
			text: 'waiting for measured traffic; metrics: connection refused',
		});
		desk.advance(190_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'notProven',
			text: 'BACK, NOT PROVEN: no measurement since; metrics: connection refused',
		});
		desk.world.pollError = null;
		desk.advance(60_000);
		expect(recovery(desk)).toMatchObject({kind: 'recovered'});
	});

	test('requests that reached the canary before an outage do not accuse after it', () => {
		const desk = wentBack(() => harm);
		keepSelectingTheCanary(desk);
		desk.advance(60_000);
		expect(recovery(desk)).toMatchObject({text: 'requests still reach the canary'});
		desk.world.pollError = unreachable;
		desk.advance(300_000);
		expect(recovery(desk)).toMatchObject({kind: 'notProven'});
	});

	test('polls that are not answered leave it open whether requests reach the canary', () => {
		const desk = wentBack(() => healed);
		desk.world.latencyMs = slowly(poll);
		desk.advance(310_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'notProven',
			text: 'BACK, NOT PROVEN: 29k requests since, 29 failed, those of the canary not measured',
		});
	});

	test('are compared with those beside the canary where Prometheus keeps none from before it', () => {
		const desk = deskOn(atFifty, {world: {trafficAt: harm, keptSinceMs: nowMs - 60_000}});
		desk.advance(30_000);
		goBack(desk, () => [sample('checkout-stable', 100, 20), sample('checkout-canary', 0)]);
		desk.advance(60_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'notRecovered',
			text: expect.stringMatching(/20 % of 3.0k requests failed since, 0.10 % beside the canary$/),
		});
	});

	test('are never compared with themselves, though what was before is read after the way back', () => {
		const asked = {evidence: true};
		const desk = deskOn(atFifty, {
			world: {trafficAt: harm, keptSinceMs: nowMs - 60_000, evidenceError: () => (asked.evidence ? unreachable : null)},
		});
		desk.advance(30_000);
		goBack(desk, () => [sample('checkout-stable', 100, 20), sample('checkout-canary', 0)]);
		desk.advance(40_000);
		expect(recovery(desk)).not.toMatchObject({kind: 'notRecovered'});
		asked.evidence = false;
		desk.advance(60_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'notRecovered',
			text: expect.stringMatching(/20 % of \d.\dk requests failed since, 0.10 % beside the canary$/),
		});
	});

	test('costs no query beside those for the rows of its canary', () => {
		const desk = wentBack(() => () => [sample('checkout-stable', 1), sample('checkout-canary', 0)]);
		desk.advance(30_000);
		const before = askedRows(desk).length;
		desk.advance(10 * stepMs);
		expect(askedRows(desk).length - before).toBe(10);
	});
});

describe('a canary that lost its role while its pods are still replaced', () => {
	test('is compared with its earlier figures', () => {
		const desk = ledgerBack(() => [ofLedger('3.0.0', 90, 0.09)]);
		desk.advance(70_000);
		expect(desk.state().intents.at(-1)).toMatchObject({
			phase: {kind: 'effective'},
			recovery: {kind: 'recovered', text: expect.stringMatching(/, 0.10 % (before|beside) the canary$/)},
		});
		expect(askedRows(desk).at(-1)?.left).toMatchObject([{release: expect.stringMatching(/ledger$/)}]);
		const asked = askedRows(desk).length;
		desk.advance(120_000);
		expect(askedRows(desk).length).toBe(asked);
	});

	test('costs one query for each row until it is proved, and none after half an hour', () => {
		const desk = ledgerBack(() => [ofLedger('3.0.0', 0, 0)]);
		desk.advance(70_000);
		const before = askedRows(desk).length;
		desk.advance(20 * stepMs);
		expect(askedRows(desk).length - before).toBe(20);
		desk.advance(1_800_000);
		expect(desk.state().intents.at(-1)?.recovery).toMatchObject({kind: 'notProven', isOver: true});
		const asked = askedRows(desk).length;
		desk.advance(120_000);
		expect(askedRows(desk).length).toBe(asked);
	});
});

function wordNow(desk: Desk): string {
	const release = desk.context.derive.releases(desk.state()).get(checkout);
	return release ? wordOfRelease(desk.context, desk.state(), release, null) : '';
}
