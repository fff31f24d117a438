import {expect, test} from 'vitest';
import type {Desk} from './support/desk.ts';
import {deskOn} from './support/recorded.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const awayMs = 600_000;

/** Stops perch as the shell does: no timer runs meanwhile. `continued` is what the screen reports first. */
function stopped(desk: Desk): void {
	desk.clock.leap(awayMs);
	desk.input({kind: 'focus', isFocused: true});
}

const header = (desk: Desk) => desk.frame().screen.view.header;

test('after a stop the first frame shows how old everything is, and promote is off until it was read again', () => {
	const desk = deskOn(paused);
	desk.world.latencyMs = () => 3_000;
	stopped(desk);
	expect(header(desk)).toMatchObject({cluster: {state: 'red'}, metrics: {state: 'red'}});
	expect(header(desk).cluster.ageSeconds).toBeGreaterThanOrEqual(awayMs / 1_000);
	desk.press('p');
	expect(desk.frame().confirm).toBeNull();
	desk.advance(1_000);
	desk.press('p');
	expect(desk.frame().confirm).toBeNull();
	expect(desk.state().intents).toEqual([]);

	desk.advance(10_000);
	expect(header(desk)).toMatchObject({cluster: {state: 'fresh'}, metrics: {state: 'fresh'}});
	desk.press('p');
	expect(desk.frame().confirm).not.toBeNull();
});

test('a dialog that was open while perch was stopped confirms nothing toward the canary on what it showed before', () => {
	const desk = deskOn(paused);
	desk.press('p');
	desk.advance(500);
	desk.press('right', 'tab');
	desk.type('prod-eu1');
	desk.press('tab', 'tab');
	desk.world.latencyMs = () => 'never';
	stopped(desk);
	desk.advance(700);
	desk.press('enter');
	expect(desk.frame().confirm?.message).toMatch(/^the API server has not answered of late$/);
	desk.advance(5_000);
	expect(desk.given('record')).toEqual([]);
	expect(desk.server.applied).toEqual([]);
});
