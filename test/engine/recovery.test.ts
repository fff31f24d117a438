import {describe, expect, test} from 'vitest';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import type {Desk} from './support/desk.ts';
import {confirmTowardCanary, confirmTowardStable, deskOn, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';
import {harm, healed, keepSelectingTheCanary, outcomes, recovery, wentBack} from './support/way-back.ts';

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
