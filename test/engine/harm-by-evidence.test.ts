import {expect, test} from 'vitest';
import {serverTime} from '../../source/engine/state/server-time.ts';
import type {Desk} from './support/desk.ts';
import {homeRow, saidOf} from './support/home.ts';
import {deskAt, deskOn, objectsOf} from './support/recorded.ts';
import {narrow, sample, windowSeconds} from './support/session.ts';
import {failing, paused, turning, until, verdictNow, windows} from './support/verdicts.ts';

/** One request in ten fails on the canary, one in a hundred on stable. */
const worse = () => [sample('checkout-stable', 95, 0.95), sample('checkout-canary', 5, 0.5)];
const alike = () => [sample('checkout-stable', 95, 0.95), sample('checkout-canary', 5, 0.05)];
const isSaid = (desk: Desk) => homeRow(desk, 'shop/checkout').harm !== null;

test('extra failures are shown once the evidence convicts, and then the release is critical', () => {
	const desk = deskAt(paused, {world: {trafficAt: worse}});
	expect(homeRow(desk, 'shop/checkout')).toMatchObject({tone: 'warning', glyph: '‖', harm: null});
	while (verdictNow(desk)?.kind !== 'worse') {
		expect(isSaid(desk)).toBe(false);
		desk.advance(1_000);
	}
	const row = homeRow(desk, 'shop/checkout');
	expect(row).toMatchObject({tone: 'critical', glyph: '✖', harm: {kind: 'fails', against: 'stable'}});
	expect(row.harm?.kind === 'fails' ? row.harm.extraPerMinute : 0).toBeCloseTo(27);
	expect(saidOf(desk)).toMatch(/\b10 %.*\b1\.0 %/);
});

test('a change of the weight ends no harm: it is shown until new rows show that it is over', () => {
	const [before, after] = [failing(0.95, 5), failing(0.95, 0.05)];
	const desk = deskAt('argo-canary/04-timed-pause-20-percent', {world: {trafficAt: before}});
	until(desk, 'worse');
	desk.world.trafficAt = turning(serverTime(desk.state()), before, after);
	desk.server.become(objectsOf('argo-canary/06-paused-at-50-after-analysis'));
	desk.sync();
	const fromMs = serverTime(desk.state());
	while (verdictNow(desk)?.kind !== 'wasWorse') {
		expect(isSaid(desk)).toBe(true);
		expect(serverTime(desk.state()) - fromMs).toBeLessThan(600_000);
		desk.advance(1_000);
	}
	expect(isSaid(desk)).toBe(false);
});

test('a difference that may be chance is not shown, however long it lasts', () => {
	const chance = () => [sample('checkout-stable', 95, 0.95), sample('checkout-canary', 5, 0.06)];
	const desk = deskAt(paused, {size: narrow, world: {trafficAt: chance}});
	for (let minutes = 0; minutes < 15; minutes += 1) {
		desk.advance(60_000);
		expect(isSaid(desk)).toBe(false);
		expect(saidOf(desk)).not.toContain('WORSE');
	}
});

test('the dialog toward the canary does not call a difference harm before the evidence convicts', () => {
	const tones = (desk: Desk) => {
		desk.press('down', 'p');
		desk.advance(1_000);
		return desk
			.frame()
			.confirm?.lines.filter(({text}) => /^(TOO FEW|NO HARM|CANARY IS WORSE)/.test(text))
			.map(({tone}) => tone);
	};
	expect(tones(deskAt(paused, {world: {trafficAt: worse}}))).toEqual(['plain']);
	const late = deskAt(paused, {world: {trafficAt: worse}});
	until(late, 'worse');
	expect(tones(late)).toEqual(['critical']);
	const fine = deskAt(paused, {world: {trafficAt: alike}});
	fine.advance(windows(15));
	expect(tones(fine)).toEqual(['plain']);
});

test('the table shows the last minutes of a canary that is worse: good hours before would hide its harm', () => {
	const desk = deskOn(paused, {world: {trafficAt: failing(0.95, 0.05)}});
	desk.advance(900_000);
	desk.world.trafficAt = turning(serverTime(desk.state()), failing(0.95, 0.05), failing(0.95, 0.5));
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
