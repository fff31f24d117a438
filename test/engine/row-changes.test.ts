import {expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {changesBetween, nothingStands, standingOf} from '../../source/engine/screens/home/row-changes.ts';
import {createDesk, type Desk} from './support/desk.ts';
import {deskAt, objectsOf} from './support/recorded.ts';
import {down, narrow, sample} from './support/session.ts';
import {failing, paused, taking, windows, worseOnTheWhole} from './support/verdicts.ts';

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

test('a canary that fails more makes a line with the figures of the period that shows it, and its end makes one', () => {
	const desk = deskAt(paused, {size: narrow, world: {trafficAt: failing(1, 0.05)}});
	desk.advance(windows(10));
	const fine = standing(desk);
	desk.world.trafficAt = failing(1, 5);
	desk.advance(windows(8));
	const worse = standing(desk);
	expect(changesBetween(fine, worse)).toEqual([
		expect.stringMatching(/^✖ PAUSED {2}shop\/checkout .*: \+297 failed\/min · 10 % vs 0\.11 %$/),
	]);
	desk.world.trafficAt = failing(1, 0.05);
	desk.advance(windows(20));
	expect(changesBetween(worse, standing(desk))).toEqual([expect.stringMatching(/^‖ PAUSED {2}shop\/checkout /)]);
});

test('harm that is not shown to be over is told with the figures of the whole time since it began', () => {
	const desk = worseOnTheWhole();
	expect(changesBetween(nothingStands, standing(desk))).toEqual([
		expect.stringMatching(/: \+7\.\d failed\/min · 2\.9 % vs 0\.50 %$/),
	]);
});

test('a canary that is slower makes a line, though none of its requests fails', () => {
	const desk = deskAt(paused, {
		world: {
			trafficAt: failing(1, 0.05),
			latencyAt: () => [taking(50, 10)('checkout-stable', 950), taking(70, 45)('checkout-canary', 50)],
		},
	});
	desk.advance(windows(1));
	const before = standing(desk);
	desk.advance(windows(8));
	expect(changesBetween(before, standing(desk))).toEqual([
		expect.stringMatching(/^▲ PAUSED {2}shop\/checkout .*: p99 .* slower$/),
	]);
});

test('a service without a release makes a line when it hurts users, and one when it does no more', () => {
	const nowMs = Date.parse('2026-11-21T07:11:23Z');
	const search = {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'search', namespace: 'shop', uid: 'uid-of-search', resourceVersion: '1'},
		spec: {selector: {app: 'search'}},
	};
	const desk = createDesk({
		objects: [search],
		nowMs,
		world: {trafficAt: serverMs => [sample('search', 113, serverMs < nowMs + 30_000 ? 0.5 : 7.7)]},
	});
	desk.advance(20_000);
	const fine = standing(desk);
	desk.advance(100_000);
	const hurts = standing(desk);
	expect(changesBetween(fine, hurts)).toEqual([
		'✖ HURTS USERS  shop/search: 6.8 % of its requests fail, usually 0.44 %: ~432 more a minute',
	]);
	desk.world.pollError = {kind: 'unreachable', status: null, message: safe`connection refused`};
	desk.advance(120_000);
	const blind = standing(desk);
	expect(changesBetween(hurts, blind)).toEqual([expect.stringMatching(/^✖ metrics DOWN/)]);
	desk.world.pollError = null;
	desk.advance(10_000);
	const unsure = standing(desk);
	expect(changesBetween(blind, unsure)).toEqual(['· metrics answers again']);
	desk.advance(60_000);
	const again = standing(desk);
	expect(changesBetween(unsure, again)).toEqual([expect.stringMatching(/^✖ HURTS USERS {2}shop\/search: /)]);
	desk.world.trafficAt = () => [sample('search', 113, 0.5)];
	desk.advance(60_000);
	expect(changesBetween(again, standing(desk))).toEqual(['· no harm seen any more  shop/search']);
});
