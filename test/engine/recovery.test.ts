import {describe, expect, test} from 'vitest';
import {ident} from '../../source/domain/safe-text.ts';
import type {TrafficSample} from '../../source/domain/signals.ts';
import {poll} from '../../source/engine/questions/poll.ts';
import {wordOfRelease} from '../../source/engine/screens/release/release-headline.ts';
import {readSituation} from '../releases/situation.ts';
import {slowly} from './support/asking.ts';
import type {Desk} from './support/desk.ts';
import {askedRows, unreachable} from './support/proving.ts';
import {checkout, confirmTowardCanary, confirmTowardStable, deskOn, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';
import {stepMs, taking, turning, until, windows} from './support/verdicts.ts';

/** Rates a second before the operator acted: the canary fails one request in ten, stable one in a thousand. */
const harm = () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 5)];
const fine = () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 0.05)];
const bothFail = () => [sample('checkout-stable', 50, 10), sample('checkout-canary', 50, 10)];
const healed = () => [sample('checkout-stable', 100, 0.1), sample('checkout-canary', 0)];

const atFifty = 'argo-canary/06-paused-at-50-after-analysis';
const {nowMs} = readSituation(atFifty);

describe('after going back', () => {
	test('a release is recovered after two windows without requests to the canary, once it fails as before the canary', () => {
		const desk = wentBack(() => healed);
		desk.advance(35_000);
		expect(recovery(desk)).toMatchObject({kind: 'watching', text: 'waiting for measured traffic'});
		desk.advance(20_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'recovered',
			short: expect.stringMatching(/^RECOVERED after \d+s$/),
			text: expect.stringMatching(
				/^RECOVERED after \d+s: no requests to the canary, 3 of 3.0k requests failed since \(0.10 %\), 0.10 % before the canary$/,
			),
		});
		expect(outcomes(desk)).toEqual(['effective', 'recovered']);
	});

	test('windows that begin before the change prove nothing', () => {
		const desk = wentBack(() => healed);
		desk.advance(21_000);
		expect(recovery(desk)).toMatchObject({kind: 'watching'});
	});

	test('a release is not recovered when requests still reach the canary after five minutes', () => {
		const desk = wentBack(() => harm);
		keepSelectingTheCanary(desk);
		desk.advance(60_000);
		expect(recovery(desk)).toMatchObject({kind: 'watching', text: 'requests still reach the canary'});
		desk.advance(250_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'notRecovered',
			text: 'NOT RECOVERED after 5 min: requests still reach the canary',
		});
		expect(outcomes(desk)).toEqual(['effective', 'notRecovered']);
	});

	test('quiet polls on both sides of a gap are no two quiet windows: what came in the gap, nobody counted', () => {
		let traffic = healed;
		const desk = wentBack(() => () => traffic());
		desk.advance(26_000);
		traffic = () => [];
		desk.advance(60_000);
		traffic = healed;
		desk.advance(10_000);
		expect(recovery(desk)).not.toMatchObject({kind: 'recovered'});
	});

	test('versions that are told again after five minutes are not called NOT RECOVERED by their first quiet poll', () => {
		let traffic: () => readonly TrafficSample[] = () => [];
		const desk = wentBack(() => () => traffic());
		desk.advance(310_000);
		traffic = healed;
		desk.advance(5_000);
		expect(recovery(desk)).not.toMatchObject({kind: 'notRecovered'});
		desk.advance(55_000);
		expect(recovery(desk)).toMatchObject({kind: 'recovered'});
	});

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
			short: expect.stringMatching(/^NOT RECOVERED after \d+s: 20 % of requests fail, 0.10 % before the canary$/),
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
			short: expect.stringMatching(
				/^NOT RECOVERED after \d+s: 30 % of requests take over 100ms, 2.0 % before the canary$/,
			),
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

	test('costs no query beside those for the rows of its canary', () => {
		const desk = wentBack(() => () => [sample('checkout-stable', 1), sample('checkout-canary', 0)]);
		desk.advance(30_000);
		const before = askedRows(desk).length;
		desk.advance(10 * stepMs);
		expect(askedRows(desk).length - before).toBe(10);
	});

	test('versions under one name in the metrics make recovery unproven, and never called not recovered', () => {
		const desk = wentBack(() => () => [sample('checkout', 100, 0.1)]);
		desk.advance(60_000);
		const expected = {
			kind: 'cannotTell',
			text: 'not proven by traffic: the metrics report 2.8.1 and 2.9.0 under one name',
		};
		expect(recovery(desk)).toMatchObject(expected);
		desk.advance(310_000);
		expect(recovery(desk)).toMatchObject(expected);
		desk.world.trafficAt = () => [];
		desk.advance(60_000);
		expect(recovery(desk)).toMatchObject({text: 'not proven by traffic: no series for it in the metrics'});
		expect(outcomes(desk)).toEqual(['effective']);
	});

	test('the result for one version is not shown for the next one', () => {
		const desk = wentBack(() => healed);
		desk.press('escape');
		desk.advance(60_000);
		expect(intentLine(desk)).toMatch(/BACK TO 2.8.1/);
		desk.server.become(nextVersion());
		desk.sync();
		expect(intentLine(desk)).toBeNull();
	});

	test('traffic that comes back to the canary starts the wait again', () => {
		const desk = wentBack(desk => () => (Math.floor(desk.clock.nowMs() / 15_000) % 2 === 0 ? healed() : harm()));
		keepSelectingTheCanary(desk);
		desk.advance(200_000);
		expect(recovery(desk)).toMatchObject({kind: 'watching'});
	});

	test('the first line says how fast the way back was configured, the second line what is measured', () => {
		const desk = wentBack(() => healed);
		desk.press('escape');
		desk.advance(60_000);
		const {screen} = desk.frame();
		if (screen.kind !== 'release') throw new Error('the release is not open');
		expect(screen.view.intent).toMatchObject({
			progress: {tone: 'good', text: expect.stringMatching(/BACK TO 2.8.1: aborted, 0% configured after \d+s$/)},
			recovery: {tone: 'good', text: expect.stringMatching(/^RECOVERED/)},
		});
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

test('an aborted release whose route still serves the canary is NOT ROLLED BACK, with the evidence', () => {
	const desk = deskOn('argo-bluegreen/05-aborted-after-cutover-unready');
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error('the release is not open');
	expect(screen.view.headline.parts[0]).toMatch(/^NOT ROLLED BACK: ./);
});

test('an accepted request without effect is reported after a minute', () => {
	const desk = deskOn('argo-canary/02-paused-at-step-1');
	desk.press('p');
	confirmTowardCanary(desk);
	desk.advance(30_000);
	expect(desk.state().intents.at(-1)?.phase).toMatchObject({kind: 'accepted', isOverdue: false});
	desk.advance(35_000);
	expect(desk.state().intents.at(-1)?.phase).toMatchObject({kind: 'accepted', isOverdue: true});
	expect(outcomes(desk)).toEqual(['acceptedWithoutEffect']);
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error('the release is not open');
	expect(screen.view.intent?.progress.text).toMatch(
		/PROMOTE 2.9.0 ONE STEP: accepted, but without effect for a minute: still at step 1\/7$/,
	);
});

test('a deleted release does not keep its request under way forever', () => {
	const desk = deskOn('argo-canary/06-paused-at-50-after-analysis');
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(1_000);
	desk.server.become([]);
	desk.sync();
	desk.advance(70_000);
	expect(desk.state().intents.at(-1)?.phase).toMatchObject({kind: 'accepted', isOverdue: true});
});

/** The canary did harm, x was confirmed, and the recorded abort came; from then on traffic is as `after` says. */
function wentBack(after: (desk: Desk) => () => readonly TrafficSample[]): Desk {
	const desk = deskOn(atFifty, {world: {trafficAt: harm}});
	desk.advance(30_000);
	goBack(desk, after(desk));
	return desk;
}

function goBack(desk: Desk, after: () => readonly TrafficSample[]): void {
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(200);
	desk.server.become(objectsOf('argo-canary/07-aborted'));
	// What was before stays what it was.
	const {trafficAt} = desk.world;
	const atMs = desk.clock.nowMs();
	desk.world.trafficAt = serverMs => (serverMs < atMs ? trafficAt(serverMs) : after());
	desk.sync();
}

/** Of a canary of which three requests in ten were slow; from then on so many of a thousand take long. */
function wentBackFromSlow(slow = 20, verySlow = 2): Desk {
	const latencyAt = () => [taking(20, 2)('checkout-stable', 50), taking(300, 100)('checkout-canary', 50)];
	const desk = deskOn(atFifty, {world: {trafficAt: fine, latencyAt}});
	until(desk, 'worse');
	goBack(desk, healed);
	desk.world.latencyAt = () => [taking(slow, verySlow)('checkout-stable', 100)];
	return desk;
}

function wordNow(desk: Desk): string {
	const release = desk.context.derive.releases(desk.state()).get(checkout);
	return release ? wordOfRelease(desk.context, desk.state(), release, null) : '';
}

/** After an abort Argo points the canary's Service to stable's pods; here a colleague pointed it back. */
function keepSelectingTheCanary(desk: Desk): void {
	const path = '/spec/selector/rollouts-pod-template-hash';
	desk.server.mutate('Service', 'checkout-canary', [{op: 'replace', path, value: '866cfb757'}]);
	desk.sync();
}

function ofLedger(tag: string, requestsPerSecond: number, errorsPerSecond: number): TrafficSample {
	const identity = {namespace: ident('pay'), service: ident('ledger'), workload: ident('ledger'), version: ident(tag)};
	return {...sample('ledger', requestsPerSecond, errorsPerSecond), identity};
}

/** A StatefulSet was taken back from its bad ordinal; while a pod was replaced there was no canary any more. */
function ledgerBack(after: () => readonly TrafficSample[]): Desk {
	const service = {kind: 'Service', metadata: {namespace: 'pay', name: 'ledger'}, spec: {selector: {app: 'ledger'}}};
	const objects = (name: string) => [...objectsOf(`statefulset/${name}`), service];
	const desk = deskOn('statefulset/02-canary-on-ordinal-2', {
		objects: objects('02-canary-on-ordinal-2'),
		world: {trafficAt: () => [ofLedger('3.0.0', 60, 0.06), ofLedger('3.1.0', 30, 3)]},
	});
	desk.advance(30_000);
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(1_000);
	desk.server.become(objects('01-partitioned'));
	desk.server.mutate('StatefulSet', 'ledger', [{op: 'replace', path: '/status/readyReplicas', value: 2}]);
	desk.sync();
	desk.advance(20_000);
	expect(desk.state().intents.at(-1)?.phase.kind).toBe('accepted');
	desk.server.become(objects('01-partitioned'));
	desk.world.trafficAt = after;
	desk.sync();
	return desk;
}

/** The recorded first pause of the release, with another version. */
function nextVersion() {
	const text = JSON.stringify(objectsOf('argo-canary/02-paused-at-step-1'));
	return JSON.parse(text.replaceAll('866cfb757', '77aa11bb2').replaceAll(':2.9.0', ':2.9.1')) as ReturnType<
		typeof objectsOf
	>;
}

function intentLine(desk: Desk): string | null {
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error('the release is not open');
	return screen.view.intent?.progress.text ?? null;
}

function recovery(desk: Desk): unknown {
	return desk.state().intents.at(-1)?.recovery;
}

function outcomes(desk: Desk): readonly string[] {
	return desk.given('record').flatMap(({record}) => (record.record === 'outcome' ? [record.outcome] : []));
}
