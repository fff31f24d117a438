import {expect, test} from 'vitest';
import {serverTime} from '../../source/engine/state/server-time.ts';
import type {Desk} from './support/desk.ts';
import {homeRow, saidOf} from './support/home.ts';
import {deskAt, deskOn, objectsOf} from './support/recorded.ts';
import {sample, windowSeconds} from './support/session.ts';

/** One request in ten fails on the canary, one in a hundred on stable. */
const worse = () => [sample('checkout-stable', 95, 0.95), sample('checkout-canary', 5, 0.5)];
const isSaid = (desk: Desk) => homeRow(desk, 'shop/checkout').harm !== null;

test('extra failures are shown from the third window on, and then the release is critical', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1', {world: {trafficAt: worse}});
	desk.advance(1.5 * windowSeconds * 1_000);
	expect(homeRow(desk, 'shop/checkout')).toMatchObject({tone: 'warning', glyph: '‖', harm: null});
	desk.advance(2 * windowSeconds * 1_000);
	const row = homeRow(desk, 'shop/checkout');
	expect(row).toMatchObject({tone: 'critical', glyph: '✖', harm: {kind: 'fails', against: 'stable'}});
	expect(row.harm?.kind === 'fails' ? row.harm.extraPerMinute : 0).toBeCloseTo(27);
	expect(saidOf(desk)).toMatch(/\b10 %.*\b1\.0 %/);
});

test('after a change of the weight perch waits for three windows again', () => {
	const desk = deskAt('argo-canary/04-timed-pause-20-percent', {world: {trafficAt: worse}});
	desk.advance(3 * windowSeconds * 1_000);
	expect(isSaid(desk)).toBe(true);
	desk.server.become(objectsOf('argo-canary/06-paused-at-50-after-analysis'));
	desk.sync();
	expect(isSaid(desk)).toBe(false);
	desk.advance(2.5 * windowSeconds * 1_000);
	expect(isSaid(desk)).toBe(false);
	desk.advance(1.5 * windowSeconds * 1_000);
	expect(isSaid(desk)).toBe(true);
});

test('a difference that may be chance is not shown, however long it lasts', () => {
	const chance = () => [sample('checkout-stable', 95, 0.95), sample('checkout-canary', 5, 0.06)];
	const desk = deskAt('argo-canary/02-paused-at-step-1', {world: {trafficAt: chance}});
	desk.advance(10 * windowSeconds * 1_000);
	expect(isSaid(desk)).toBe(false);
	expect(saidOf(desk)).not.toContain('WORSE');
});

test('the dialog toward the canary does not call a difference harm while it may be chance', () => {
	const tones = (desk: Desk) => {
		desk.press('down', 'p');
		desk.advance(1_000);
		return desk
			.frame()
			.confirm?.lines.filter(({text}) => /^(TOO FEW|CANARY IS WORSE)/.test(text))
			.map(({tone}) => tone);
	};
	const early = deskAt('argo-canary/02-paused-at-step-1', {world: {trafficAt: worse}});
	expect(tones(early)).toEqual(['plain']);
	const late = deskAt('argo-canary/02-paused-at-step-1', {world: {trafficAt: worse}});
	late.advance(3 * windowSeconds * 1_000);
	expect(tones(late)).toEqual(['critical']);
});

test('the table shows the minutes that the verdict speaks of, where only they show harm', () => {
	let turnsBadAtMs = Number.POSITIVE_INFINITY;
	const desk = deskOn('argo-canary/02-paused-at-step-1', {
		world: {
			trafficAt: serverMs => [
				sample('checkout-stable', 950, 1),
				sample('checkout-canary', 50, serverMs < turnsBadAtMs ? 0.045 : 0.1),
			],
		},
	});
	desk.advance(900_000);
	turnsBadAtMs = serverTime(desk.state());
	const seen = new Set<string>();
	for (let passed = 0; passed < 20; passed++) {
		desk.advance(windowSeconds * 1_000);
		const {screen} = desk.frame();
		if (screen.kind !== 'release') throw new Error('the release is not open');
		const errors = screen.view.comparison?.rows.find(({label}) => label === 'errors');
		const isWorse = screen.view.headline.parts[0].startsWith('CANARY IS WORSE');
		expect(errors?.tone).toBe(isWorse ? 'critical' : 'quiet');
		if (isWorse) seen.add(screen.view.comparison?.window.replaceAll(/\d+/g, '') ?? '');
	}
	expect(seen).toContain('over ms');
});
