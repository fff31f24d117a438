import {describe, expect, test} from 'vitest';
import {ident} from '../../source/domain/safe-text.ts';
import type {TrafficSample} from '../../source/domain/signals.ts';
import {poll} from '../../source/engine/questions/poll.ts';
import {slowly} from './support/asking.ts';
import type {Desk} from './support/desk.ts';
import {confirmTowardCanary, confirmTowardStable, deskOn, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';

/** Rates a second before the operator acted: the canary fails one request in ten, stable one in a thousand. */
const harm = () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 5)];
const healed = () => [sample('checkout-stable', 100, 0.1), sample('checkout-canary', 0)];

describe('after going back', () => {
	test('a release is recovered after two windows without requests to the canary and with the errors of stable', () => {
		const desk = wentBack(() => healed);
		desk.advance(35_000);
		expect(recovery(desk)).toMatchObject({kind: 'watching', text: 'waiting for measured traffic'});
		desk.advance(20_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'recovered',
			text: expect.stringMatching(
				/^RECOVERED after \d+s: no requests to the canary for 2 windows, errors within stable's range/,
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
		expect(recovery(desk)).toEqual({
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

	test('a failing stable without requests to the canary is shown at once, and judged after five minutes', () => {
		const desk = wentBack(() => () => [sample('checkout-stable', 100, 20), sample('checkout-canary', 0)]);
		desk.advance(60_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'noRequests',
			text: "no requests to the canary for 2 windows; errors still above stable's range",
		});
		desk.advance(250_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'notRecovered',
			text: 'NOT RECOVERED after 5 min: stable is failing too',
		});
	});

	test('no traffic at all is no proof', () => {
		const desk = wentBack(() => () => [sample('checkout-stable', 0), sample('checkout-canary', 0)]);
		desk.advance(310_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'notRecovered',
			text: 'NOT RECOVERED after 5 min: no traffic to judge by',
		});
	});

	test('no measurement is no proof', () => {
		const desk = wentBack(() => healed);
		desk.world.latencyMs = slowly(poll);
		desk.advance(310_000);
		expect(recovery(desk)).toMatchObject({
			kind: 'notRecovered',
			text: 'NOT RECOVERED after 5 min: no measurement since',
		});
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

test('a canary that lost its role while its pods are still replaced is compared with its earlier figures', () => {
	const version = (tag: string, requestsPerSecond: number, errorsPerSecond: number) => ({
		...sample('ledger', requestsPerSecond, errorsPerSecond),
		identity: {namespace: ident('pay'), service: ident('ledger'), workload: ident('ledger'), version: ident(tag)},
	});
	const service = {kind: 'Service', metadata: {namespace: 'pay', name: 'ledger'}, spec: {selector: {app: 'ledger'}}};
	const desk = deskOn('statefulset/02-canary-on-ordinal-2', {
		objects: [...objectsOf('statefulset/02-canary-on-ordinal-2'), service],
		world: {trafficAt: () => [version('3.0.0', 60, 0.06), version('3.1.0', 30, 3)]},
	});
	desk.advance(30_000);
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(1_000);
	desk.server.become([...objectsOf('statefulset/01-partitioned'), service]);
	desk.server.mutate('StatefulSet', 'ledger', [{op: 'replace', path: '/status/readyReplicas', value: 2}]);
	desk.sync();
	desk.advance(20_000);
	expect(desk.state().intents.at(-1)?.phase.kind).toBe('accepted');
	desk.server.become([...objectsOf('statefulset/01-partitioned'), service]);
	desk.world.trafficAt = () => [version('3.0.0', 90, 0.09)];
	desk.sync();
	desk.advance(70_000);
	expect(desk.state().intents.at(-1)).toMatchObject({phase: {kind: 'effective'}, recovery: {kind: 'recovered'}});
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
	const desk = deskOn('argo-canary/06-paused-at-50-after-analysis', {world: {trafficAt: harm}});
	desk.advance(30_000);
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(200);
	desk.server.become(objectsOf('argo-canary/07-aborted'));
	desk.world.trafficAt = after(desk);
	desk.sync();
	return desk;
}

/** After an abort Argo points the canary's Service to stable's pods; here a colleague pointed it back. */
function keepSelectingTheCanary(desk: Desk): void {
	const path = '/spec/selector/rollouts-pod-template-hash';
	desk.server.mutate('Service', 'checkout-canary', [{op: 'replace', path, value: '866cfb757'}]);
	desk.sync();
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
