import {describe, expect, test} from 'vitest';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {takenBackOf} from '../../source/engine/intents/recovery/taken-back.ts';
import type {Desk} from './support/desk.ts';
import {homeRow} from './support/home.ts';
import {checkout, confirmTowardStable, deskOn, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';
import {windows} from './support/verdicts.ts';

const atFifty = 'argo-canary/06-paused-at-50-after-analysis';
const fine = () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 0.05)];
const harm = () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 5)];
const healed = () => [sample('checkout-stable', 100, 0.1), sample('checkout-canary', 0)];

describe('after going back the evidence stays', () => {
	test('in the headline: who, when, what came of it, and what it had cost for how long', () => {
		const desk = wentBack(harm);
		desk.advance(60_000);
		expect(headline(desk)).toEqual([
			expect.stringMatching(/^TAKEN BACK \d\d:\d\d by ana$/),
			expect.stringMatching(/^RECOVERED after \d+s$/),
			// Its second pod came at 07:11:59: what was seen of the first one alone counts no more.
			expect.stringMatching(/^it had cost ~297 failed requests a minute for 3m\d\ds$/),
		]);
	});

	test('and where it was seen to begin, it had cost that for no longer', () => {
		const desk = deskOn(atFifty, {world: {trafficAt: fine}});
		desk.advance(windows(8));
		desk.world.trafficAt = harm;
		desk.advance(windows(8));
		goBack(desk);
		desk.advance(60_000);
		expect(headline(desk)).toContainEqual(expect.stringMatching(/^it had cost ~\d+ failed requests a minute for \d+m/));
	});

	test('and where no pod tells since when the canary ran, it had cost that for at least as long as perch saw it', () => {
		const without = (name: string) => objectsOf(name).filter(({kind}) => kind !== 'Pod' && kind !== 'Event');
		const desk = deskOn(atFifty, {objects: without(atFifty), world: {trafficAt: harm}});
		desk.advance(windows(8));
		goBack(desk, without('argo-canary/07-aborted'));
		desk.advance(60_000);
		expect(headline(desk)).toContainEqual(expect.stringMatching(/^it had cost ~297 failed requests a minute for ≥\dm/));
	});

	test('and once nothing is sent to it any more, it hurts nobody, and no failures are counted against it', () => {
		const desk = wentBack(harm);
		for (let seconds = 0; takenBack(desk)?.recovery?.kind !== 'recovered'; seconds += 1) {
			expect(seconds).toBeLessThan(120);
			desk.advance(1_000);
		}
		const {screen} = desk.frame();
		desk.press('escape', 'escape');
		expect(homeRow(desk, 'shop/checkout').harm).toBeNull();
		expect(screen.kind === 'release' && screen.view.now).not.toContain('extra failed requests');
	});

	test('and what fails beside both versions, before and after, is not held against it', () => {
		const failing = sample('checkout', 10, 5);
		const beside = {...failing, identity: {...failing.identity, workload: null}};
		const desk = wentBack(() => [...harm(), beside]);
		desk.world.trafficAt = () => [...healed(), beside];
		desk.advance(60_000);
		expect(takenBack(desk)?.recovery).toMatchObject({kind: 'recovered'});
	});

	test('for as long as the session lasts, and no longer than it holds', () => {
		const desk = wentBack(harm);
		desk.advance(1_800_000);
		expect(headline(desk)[0]).toMatch(/^TAKEN BACK/);
		desk.server.become(objectsOf(atFifty));
		desk.sync();
		expect(takenBack(desk)).toBeNull();
	});

	test('as data for other screens', () => {
		const desk = wentBack(harm);
		desk.advance(60_000);
		expect(takenBack(desk)).toMatchObject({
			by: 'ana',
			verdict: {kind: 'worse'},
			cost: {failedPerMinute: expect.closeTo(297)},
			recovery: {kind: 'recovered'},
		});
	});

	test('and is measured no longer than Prometheus answered', () => {
		const desk = deskOn(atFifty, {world: {trafficAt: harm}});
		desk.advance(windows(8));
		desk.world.pollError = {kind: 'unreachable', status: null, message: safe`connection refused`};
		desk.advance(1_500_000);
		goBack(desk);
		desk.world.pollError = null;
		desk.advance(60_000);
		expect(headline(desk)).toContainEqual(
			expect.stringMatching(/^it had cost ~297 failed requests a minute for 3m\d\ds, measured until 07:15$/),
		);
	});

	test('without harm nothing is said of a cost', () => {
		const desk = wentBack(fine);
		desk.advance(60_000);
		expect(headline(desk).join()).toMatch(/^TAKEN BACK/);
		expect(headline(desk).join()).not.toMatch(/cost/);
	});

	test('and whoever tries it again is told before the dialog asks', () => {
		const desk = wentBack(harm);
		desk.advance(60_000);
		desk.press('t');
		desk.advance(1_000);
		expect(desk.frame().confirm?.lines).toContainEqual({
			tone: 'critical',
			text: expect.stringMatching(/^TAKEN BACK .* by ana · RECOVERED after .* · it had cost ~297 failed requests/),
		});
	});
});

/** What traffic was before, for a while; then it was taken back. */
function wentBack(before: () => readonly TrafficSample[]): Desk {
	const desk = deskOn(atFifty, {world: {trafficAt: before}});
	desk.advance(windows(8));
	goBack(desk);
	return desk;
}

/** x is confirmed, and the recorded abort comes. */
function goBack(desk: Desk, objects = objectsOf('argo-canary/07-aborted')): void {
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(200);
	desk.server.become(objects);
	desk.world.trafficAt = healed;
	desk.sync();
	desk.press('escape');
}

function takenBack(desk: Desk) {
	const release = desk.context.derive.releases(desk.state()).get(checkout);
	return release ? takenBackOf(desk.context, desk.state(), release) : null;
}

function headline(desk: Desk): readonly string[] {
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error('the release is not open');
	return screen.view.headline.parts;
}
