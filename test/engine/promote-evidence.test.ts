import {expect, test} from 'vitest';
import type {TrafficSample} from '../../source/domain/signals.ts';
import {deskOn} from './support/recorded.ts';
import {sample} from './support/session.ts';

function dialogLines(key: string, traffic: readonly TrafficSample[]) {
	const desk = deskOn('argo-canary/02-paused-at-step-1', {world: {trafficAt: () => traffic}});
	desk.advance(60_000);
	desk.press(key);
	desk.advance(1_000);
	return desk.frame().confirm?.lines ?? [];
}

test('the dialog toward the canary shows its measured harm', () => {
	const lines = dialogLines('p', [sample('checkout-stable', 950, 1), sample('checkout-canary', 50, 5)]);
	expect(lines).toContainEqual({
		tone: 'critical',
		text: expect.stringMatching(/^measured: ~\d+ extra\/min · 100 vs 1\.1 fail\/1k$/),
	});
});

test('the dialog toward the canary says when nothing could be compared', () => {
	const lines = dialogLines('p', [sample('checkout', 1_000)]);
	expect(lines.filter(({text}) => text.startsWith('the canary was not compared')).length).toBe(1);
});

test('the way back is not held up by evidence', () => {
	const lines = dialogLines('x', [sample('checkout-stable', 950, 1), sample('checkout-canary', 50, 5)]);
	expect(lines.length).toBeGreaterThan(0);
	expect(lines.filter(({text}) => text.startsWith('measured'))).toEqual([]);
});
