import {expect, test} from 'vitest';
import type {Desk} from './support/desk.ts';
import {checkout, confirmTowardStable, deskAt, deskOn} from './support/recorded.ts';

function phase(desk: Desk) {
	return desk.context.derive.releases(desk.state()).get(checkout)?.phase;
}

/** A colleague's promote: it removes a field, so managedFields keep the time of an older write. */
function promotedByAColleague(): Desk {
	const desk = deskAt('argo-canary/02-paused-at-step-1');
	desk.advance(600_000);
	desk.server.mutate('Rollout', 'checkout', [{op: 'remove', path: '/status/pauseConditions'}]);
	desk.sync();
	return desk;
}

test('a promote that was just asked is not called silence of the controller, however old the pause was', () => {
	const desk = promotedByAColleague();
	expect(phase(desk)).toMatchObject({kind: 'progressing', because: 'waiting for the rollout to unpause'});
	desk.advance(9_000);
	expect(phase(desk)?.kind).toBe('progressing');
});

test('a promote that no controller takes up is called silence since it was asked', () => {
	const desk = promotedByAColleague();
	const asked = new Date(desk.clock.nowMs()).toISOString().slice(11, 19);
	desk.advance(12_000);
	expect(phase(desk)).toMatchObject({
		kind: 'silent',
		because: `the controller does not answer: asked at ${asked}, nothing happened`,
	});
});

test('silence grows while the display is frozen, which shows the release as it was', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1');
	desk.advance(600_000);
	desk.press('z');
	const frozen = desk.frame().screen;
	desk.server.mutate('Rollout', 'checkout', [{op: 'remove', path: '/status/pauseConditions'}]);
	desk.sync();
	for (let at = 0; at < 12; at += 1) {
		desk.frame();
		desk.advance(1_000);
	}
	const shown = desk.frame().screen;
	if (frozen.kind !== 'home' || shown.kind !== 'home') throw new Error(`The screen is ${shown.kind}`);
	expect(shown.view.rows).toEqual(frozen.view.rows);
	expect(phase(desk)?.kind).toBe('silent');
});

test('a controller that was silent before perch started is called silent at once', () => {
	const desk = deskAt('argo-canary/14-controller-not-running');
	desk.advance(60_000);
	expect(phase(desk)?.kind).toBe('silent');
});

test('a way back that was just asked is shown as accepted, not as failed', () => {
	const desk = deskOn('argo-canary/06-paused-at-50-after-analysis');
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(3_000);
	expect(desk.server.applied.length).toBe(1);
	const {screen} = desk.frame();
	expect(screen.kind === 'release' && screen.view.intent?.progress.text).toMatch(/accepted · 50% still configured$/);
});
