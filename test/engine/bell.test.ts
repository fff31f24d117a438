import {describe, expect, test} from 'vitest';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {evidenceRows} from '../../source/engine/questions/evidence-rows.ts';
import {readSituation} from '../releases/situation.ts';
import {asks} from './support/asking.ts';
import type {Desk, DeskOptions} from './support/desk.ts';
import {homeRow} from './support/home.ts';
import {confirmTowardStable, deskAt, deskOn, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';
import {taking} from './support/verdicts.ts';
import type {World} from './support/world.ts';

const atFifty = 'argo-canary/06-paused-at-50-after-analysis';
const harm = () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 5)];
const fine = () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 0.05)];
const healed = () => [sample('checkout-stable', 100, 0.1), sample('checkout-canary', 0)];
const asFast = () => [taking(50, 10)('checkout-stable', 50), taking(50, 10)('checkout-canary', 50)];
const slower = () => [taking(50, 10)('checkout-stable', 50), taking(70, 45)('checkout-canary', 50)];
const withBell: Partial<DeskOptions> = {settings: {bell: true}};
/** The canary's pods are warm: before, only gross failures count. */
const whenWarm = {...withBell, nowMs: readSituation(atFifty).nowMs + 300_000};

describe('the bell', () => {
	test('rings once when a release turns worse, with the release and the harm', () => {
		const desk = deskAt(atFifty, {...withBell, world: {trafficAt: fine}});
		desk.advance(90_000);
		expect(rung(desk)).toBe(0);
		desk.world.trafficAt = harm;
		until(desk, () => rung(desk) > 0);
		expect(desk.state().screen.message?.text).toMatch(
			/^WORSE: shop\/checkout · about \d+ extra failed requests a minute$/,
		);
		desk.advance(300_000);
		expect(rung(desk)).toBe(1);
	});

	test('does not ring for what was worse when perch started', () => {
		const desk = deskAt(atFifty, {...withBell, world: {trafficAt: harm}});
		desk.advance(300_000);
		expect(rung(desk)).toBe(0);
	});

	test('does not ring for what was worse when perch started, however late its rows are read', () => {
		const latencyMs: World['latencyMs'] = command => (asks(command, evidenceRows) ? 60_000 : 5);
		const desk = deskAt(atFifty, {...whenWarm, world: {trafficAt: harm, latencyMs}});
		until(desk, () => homeRow(desk, 'shop/checkout').harm !== null);
		desk.advance(300_000);
		expect(rung(desk)).toBe(0);
	});

	test('rings for what turns worse soon after the start', () => {
		const desk = deskAt(atFifty, {...withBell, world: {trafficAt: fine}});
		desk.advance(25_000);
		desk.world.trafficAt = harm;
		desk.advance(300_000);
		expect(rung(desk)).toBe(1);
	});

	test('rings for what turns worse soon after the start, though the canary failed a little more by chance before', () => {
		const byChance = () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 0.06)];
		const desk = deskAt(atFifty, {...withBell, world: {trafficAt: byChance}});
		desk.advance(25_000);
		desk.world.trafficAt = harm;
		desk.advance(300_000);
		expect(rung(desk)).toBe(1);
	});

	test('rings for what turns slower soon after the start, though the canary was a little slower by chance before', () => {
		const byChance = () => [taking(50, 10)('checkout-stable', 50), taking(50, 10.4)('checkout-canary', 50)];
		const desk = deskAt(atFifty, {...withBell, world: {trafficAt: fine, latencyAt: byChance}});
		desk.advance(25_000);
		desk.world.latencyAt = slower;
		desk.advance(300_000);
		expect(rung(desk)).toBe(1);
	});

	test('does not ring again for figures that come and go within two minutes, and rings for new trouble later', () => {
		const desk = deskAt(atFifty, {...withBell, world: {trafficAt: fine}});
		desk.advance(90_000);
		desk.world.trafficAt = harm;
		desk.advance(120_000);
		desk.world.trafficAt = healed;
		desk.advance(30_000);
		desk.world.trafficAt = harm;
		desk.advance(120_000);
		expect(rung(desk)).toBe(1);
		desk.world.trafficAt = fine;
		desk.advance(400_000);
		desk.world.trafficAt = harm;
		desk.advance(120_000);
		expect(rung(desk)).toBe(2);
	});

	test('rings once when a canary turns slower, though none of its requests fails', () => {
		const desk = deskAt(atFifty, {...withBell, world: {trafficAt: fine, latencyAt: asFast}});
		desk.advance(90_000);
		expect(rung(desk)).toBe(0);
		desk.world.latencyAt = slower;
		until(desk, () => rung(desk) > 0);
		expect(desk.state().screen.message?.text).toMatch(/^WORSE: shop\/checkout · p99 .* slower$/);
		desk.advance(300_000);
		expect(rung(desk)).toBe(1);
	});

	test('does not ring for a canary that was slower when perch started', () => {
		const desk = deskAt(atFifty, {...whenWarm, world: {trafficAt: fine, latencyAt: slower}});
		until(desk, () => homeRow(desk, 'shop/checkout').harm?.kind === 'slow');
		desk.advance(300_000);
		expect(homeRow(desk, 'shop/checkout').harm).toMatchObject({kind: 'slow', against: 'stable'});
		expect(rung(desk)).toBe(0);
	});

	test('rings for a canary that was slower when perch started, and then fails as well', () => {
		const desk = deskAt(atFifty, {...whenWarm, world: {trafficAt: fine, latencyAt: slower}});
		desk.advance(25_000);
		desk.world.trafficAt = harm;
		desk.advance(300_000);
		expect(rung(desk)).toBe(1);
	});

	test('rings once when a release is said to have recovered', () => {
		const desk = takenBack(healed);
		desk.advance(120_000);
		expect(rung(desk)).toBe(1);
		expect(desk.state().intents.at(-1)?.recovery?.kind).toBe('recovered');
	});

	test('rings once when a release is said not to have recovered', () => {
		const desk = takenBack(() => [sample('checkout-stable', 100, 8), sample('checkout-canary', 0)]);
		desk.advance(400_000);
		expect(rung(desk)).toBe(1);
	});

	test('rings once when something moves under an open dialog', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1', withBell);
		desk.press('p');
		desk.advance(1_000);
		desk.server.become(objectsOf('argo-canary/04-timed-pause-20-percent'));
		desk.sync();
		expect(desk.state().screen.message?.text).toMatch(/^it moved: /);
		desk.advance(5_000);
		desk.sync();
		expect(rung(desk)).toBe(1);
	});

	test('is off where the operator did not ask for it', () => {
		const desk = deskAt(atFifty, {world: {trafficAt: fine}});
		desk.advance(90_000);
		desk.world.trafficAt = harm;
		desk.advance(120_000);
		expect(rung(desk)).toBe(0);
		expect(desk.state().screen.message).toBeNull();
	});
});

function rung(desk: Desk): number {
	return desk.given('ring').length;
}

function until(desk: Desk, condition: () => boolean): void {
	for (let seconds = 0; seconds < 300 && !condition(); seconds += 1) desk.advance(1_000);
}

/** The release was worse at the start, and nothing rang before it was taken back. */
function takenBack(after: () => readonly TrafficSample[]): Desk {
	const desk = deskOn(atFifty, {...withBell, world: {trafficAt: harm}});
	desk.advance(60_000);
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(200);
	desk.server.become(objectsOf('argo-canary/07-aborted'));
	desk.world.trafficAt = after;
	desk.sync();
	expect(rung(desk)).toBe(0);
	return desk;
}
