import {expect, test} from 'vitest';
import {changesBetween, nothingStands, standingOf} from '../../source/engine/screens/row-changes.ts';
import {createDesk, type Desk} from './support/desk.ts';
import {deskAt, objectsOf} from './support/recorded.ts';
import {down} from './support/session.ts';

const standing = (desk: Desk) => standingOf(desk.context, desk.state());

test('a release that waits for somebody makes a line at once, a quiet one makes none', () => {
	expect(changesBetween(nothingStands, standing(deskAt('argo-canary/02-paused-at-step-1')))).toEqual([
		expect.stringMatching(/^‖ PAUSED {2}shop\/checkout 2\.8\.1 → 2\.9\.0 {2}\d+% for \d+s: pause without a timer$/),
	]);
	expect(changesBetween(nothingStands, standing(deskAt('argo-canary/01-healthy')))).toEqual([]);
});

test('time alone is no change; another state, and an end, are', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1');
	const before = standing(desk);
	desk.advance(30_000);
	expect(changesBetween(before, standing(desk))).toEqual([]);
	desk.server.become(objectsOf('argo-canary/01-healthy'));
	desk.sync();
	const stable = standing(desk);
	expect(changesBetween(before, stable)).toEqual([expect.stringMatching(/^· stable {2}shop\/checkout 2\.8\.1/)]);
	desk.server.become([]);
	desk.sync();
	expect(changesBetween(stable, standing(desk))).toEqual(['· gone  shop/checkout']);
});

test('a source that falls silent makes a line, and one more when it answers again', () => {
	const desk = createDesk({
		objects: objectsOf('argo-canary/01-healthy'),
		nowMs: Date.parse('2026-11-21T07:11:16Z'),
	});
	desk.advance(10_000);
	const before = standing(desk);
	desk.world.heartbeatError = down;
	desk.world.isWatchAlive = false;
	desk.advance(30_000);
	const silent = standing(desk);
	expect(changesBetween(before, silent)).toContainEqual(expect.stringMatching(/^✖ k8s DOWN: connection refused/));
	desk.world.heartbeatError = null;
	desk.world.isWatchAlive = true;
	desk.advance(5_000);
	expect(changesBetween(silent, standing(desk))).toContain('· k8s answers again');
});
