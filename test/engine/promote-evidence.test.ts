import {expect, test} from 'vitest';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {serverTime} from '../../source/engine/state/server-time.ts';
import {readSituation} from '../releases/situation.ts';
import type {Desk} from './support/desk.ts';
import {homeOf} from './support/home.ts';
import {deskAt, deskOn, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';

function dialogLines(key: string, traffic: readonly TrafficSample[]) {
	const desk = deskOn('argo-canary/02-paused-at-step-1', {world: {trafficAt: () => traffic}});
	desk.advance(60_000);
	desk.press(key);
	desk.advance(1_000);
	return desk.frame().confirm?.lines ?? [];
}

test('the dialog toward the canary shows the measured harm of the canary', () => {
	const lines = dialogLines('p', [sample('checkout-stable', 950, 1), sample('checkout-canary', 50, 5)]);
	expect(lines).toContainEqual({
		tone: 'critical',
		text: expect.stringMatching(/^CANARY IS WORSE since 07:11 · fails 10 %, stable 0\.11 %$/),
	});
});

test('the dialog toward the canary says when nothing could be compared', () => {
	const lines = dialogLines('p', [sample('checkout', 1_000)]);
	expect(lines.filter(({text}) => text.startsWith('CANNOT COMPARE: the metrics report')).length).toBe(1);
});

test('the dialog of the way back shows no measured harm', () => {
	const lines = dialogLines('x', [sample('checkout-stable', 950, 1), sample('checkout-canary', 50, 5)]);
	expect(lines.length).toBeGreaterThan(0);
	expect(lines.filter(({text}) => /WORSE|\bfails\b/.test(text))).toEqual([]);
});

test('right after its weight changed, a canary is called not measured, and not without requests', () => {
	const desk = deskAt('argo-canary/04-timed-pause-20-percent', {
		world: {trafficAt: () => [sample('checkout-stable', 95), sample('checkout-canary', 0)]},
	});
	desk.advance(30_000);
	desk.server.become(objectsOf('argo-canary/06-paused-at-50-after-analysis'));
	desk.sync();
	expect(comparisonAtHome(desk)).toMatch(/ · TOO FEW: not measured since the weight changed · /);
	desk.advance(60_000);
	expect(comparisonAtHome(desk)).toMatch(/ · TOO FEW: no requests to the canary · /);
});

test('requests from before an abort count for the canary, though its Service leads to stable now', () => {
	const desk = deskOn('argo-canary/06-paused-at-50-after-analysis', {
		world: {trafficAt: () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 5)]},
	});
	desk.advance(30_000);
	desk.server.become(objectsOf('argo-canary/07-aborted'));
	desk.sync();
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error('the release is not open');
	expect(screen.view.comparison?.rows.find(({label}) => label === 'req/s')).toMatchObject({stable: '50', canary: '50'});
});

test('failures of the previous canary do not count against this one, even without an Event of its weight', () => {
	const {objects, nowMs} = readSituation('argo-canary/02-paused-at-step-1');
	const pod = objects.find(({kind, metadata}) => kind === 'Pod' && JSON.stringify(metadata).includes('866cfb757'));
	const startedAtMs = Date.parse((pod?.metadata as {creationTimestamp: string} | undefined)?.creationTimestamp ?? '');
	const desk = deskOn('argo-canary/02-paused-at-step-1', {
		objects: objects.filter(({kind}) => kind !== 'Event'),
		nowMs: nowMs + 120_000,
		world: {
			trafficAt: serverMs => [
				sample('checkout-stable', 95),
				sample('checkout-canary', 5, serverMs < startedAtMs ? 5 : 0),
			],
		},
	});
	desk.advance(5_000);
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error('the release is not open');
	expect(screen.view.now).toBe('5 % of requests go to 2.9.0 · canary 5.0 rps, stable 95 rps');
});

test('a switched Service is compared from the switch on, and has one way to promote', () => {
	const desk = deskAt('service-selector/01-blue-selected', {
		world: {trafficAt: () => [side('catalog-blue', 40), side('catalog-green', 0)]},
	});
	desk.press('R', 'end', 'enter');
	desk.advance(2_000);
	desk.press('p');
	desk.advance(1_000);
	expect(desk.frame().confirm?.choices.map(({label}) => label)).toEqual(['Cancel', 'Switch to green 1.1.0']);
	desk.press('escape');
	desk.advance(60_000);
	desk.server.become(objectsOf('service-selector/02-switched-to-green'));
	desk.world.trafficAt = () => [side('catalog-blue', 0), side('catalog-green', 40)];
	desk.sync();
	desk.advance(60_000);
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error('the release is not open');
	expect(screen.view).toMatchObject({
		disagreement: null,
		now: '0 % of requests go to blue 1.0.0 · canary 0.0 rps, stable 40 rps',
	});
});

test('NOW shows the last poll, without requests that still came right after a switch', () => {
	let endsAtMs = Number.POSITIVE_INFINITY;
	const late = (serverMs: number) => (serverMs < endsAtMs ? 10 : 0);
	const desk = deskAt('service-selector/01-blue-selected', {
		world: {trafficAt: () => [side('catalog-blue', 40), side('catalog-green', 0)]},
	});
	desk.press('R', 'end', 'enter');
	desk.advance(30_000);
	desk.server.become(objectsOf('service-selector/02-switched-to-green'));
	desk.world.trafficAt = serverMs => [side('catalog-blue', late(serverMs)), side('catalog-green', 40 - late(serverMs))];
	desk.sync();
	desk.advance(60_000);
	endsAtMs = serverTime(desk.state());
	desk.advance(30_000);
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error('the release is not open');
	expect(screen.view.now).toBe('0 % of requests go to blue 1.0.0 · canary 0.0 rps, stable 40 rps');
});

test('NOW shows the age of its figures while no new figures come', () => {
	const desk = deskOn('argo-canary/04-timed-pause-20-percent', {
		world: {trafficAt: () => [sample('checkout-stable', 95), sample('checkout-canary', 5)]},
	});
	desk.advance(30_000);
	const now = () => {
		const {screen} = desk.frame();
		if (screen.kind !== 'release') throw new Error('the release is not open');
		return screen.view.now;
	};
	expect(now()).toBe('20 % of requests go to 2.9.0 · canary 5.0 rps, stable 95 rps');
	desk.world.pollError = {kind: 'unreachable', status: null, message: ident('connection refused')};
	desk.advance(60_000);
	expect(now()).toMatch(/^20 % of requests go to 2.9.0 · \w+ ago: canary 5\.0 rps, stable 95 rps$/);
});

function side(workload: string, requestsPerSecond: number): TrafficSample {
	return {
		...sample('catalog', requestsPerSecond),
		identity: {namespace: ident('bluegreen'), service: ident('catalog'), workload: ident(workload), version: null},
	};
}

function comparisonAtHome(desk: Desk) {
	return homeOf(desk).explained?.sentences[0];
}
