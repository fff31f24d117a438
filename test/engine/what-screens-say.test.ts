import {describe, expect, test} from 'vitest';
import type {ReleaseView} from '../../source/engine/screens/release/release.ts';
import type {Desk} from './support/desk.ts';
import {homeOf, saidOf} from './support/home.ts';
import {deskOn} from './support/recorded.ts';
import {sample} from './support/session.ts';

/** A hundred requests a second, this many of them on the canary, and the failures a second of both. */
function split(canaryPerSecond: number, canaryFailures = 0, stableFailures = 0.1) {
	return () => [
		sample('checkout-stable', 100 - canaryPerSecond, stableFailures),
		sample('checkout-canary', canaryPerSecond, canaryFailures),
	];
}

function releaseOf(desk: Desk): ReleaseView {
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error('the release is not open');
	return screen.view;
}

describe('the comparison', () => {
	const row = (view: ReleaseView, label: string) => view.comparison?.rows.find(found => found.label === label);

	test('counts requests by their rates over the time that it names', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1', {world: {trafficAt: split(5, 0.5, 0.95)}});
		desk.advance(25_000);
		const view = releaseOf(desk);
		const seconds = Number(/^since 5%, (\d+)s$/.exec(view.comparison?.window ?? '')?.[1]);
		expect(seconds).toBeGreaterThanOrEqual(20);
		const count = (perSecond: number) => Math.round(perSecond * seconds);
		expect(row(view, 'errors')).toMatchObject({
			stable: '1.0 %',
			canary: '10 %',
			note: `${count(0.5)} of ${count(5)} requests failed`,
		});
		expect(row(view, 'req/s')).toMatchObject({stable: '95', canary: '5.0', note: '5.0 % to the canary'});
	});

	test('reports harm only beyond chance, with the extra failures a minute', () => {
		const harmful = deskOn('argo-canary/02-paused-at-step-1', {world: {trafficAt: split(5, 0.5, 0.95)}});
		harmful.advance(240_000);
		expect(row(releaseOf(harmful), 'errors')).toMatchObject({tone: 'critical'});
		// 9 % more of 300 requests a minute.
		expect(releaseOf(harmful).now).toMatch(/about 27 extra failed requests a minute/);
		const chance = deskOn('argo-canary/02-paused-at-step-1', {world: {trafficAt: split(5, 0.05, 0.95)}});
		chance.advance(240_000);
		expect(row(releaseOf(chance), 'errors')).toMatchObject({tone: 'quiet'});
		expect(releaseOf(chance).now).not.toMatch(/extra/);
	});

	test('without a request on one side compares nothing', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1', {world: {trafficAt: split(0)}});
		expect(row(releaseOf(desk), 'errors')).toMatchObject({canary: 'no requests', mark: '', note: ''});
	});

	test('is only of pods where the metrics do not tell the versions apart', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1', {
			world: {trafficAt: () => [sample('checkout-stable', 9), sample('checkout', 100)]},
		});
		const view = releaseOf(desk);
		expect(view.headline.parts).toContain('CANNOT COMPARE: the metrics report 2.8.1 and 2.9.0 under one name');
		expect(view.comparison?.rows.map(({label}) => label)).toEqual(['pods']);
		expect(view.disagreement).toBeNull();
	});

	test('without metrics is only of pods, and nothing is said of traffic', () => {
		const view = releaseOf(deskOn('argo-canary/02-paused-at-step-1', {world: {isMetricsConfigured: false}}));
		expect(view.comparison?.rows.map(({label}) => label)).toEqual(['pods']);
		expect(view.now).toBe('5 % of requests go to 2.9.0');
		expect(view.disagreement).toBeNull();
	});
});

describe('a measured share that is not the configured one', () => {
	const timed = 'argo-canary/04-timed-pause-20-percent';

	test('is shown beyond its 99 % band, on a window that lies wholly after the change', () => {
		// The weight changed at 07:11:29, six seconds before the recording.
		const desk = deskOn(timed, {world: {trafficAt: split(5)}});
		expect(releaseOf(desk).disagreement).toBeNull();
		desk.advance(8_000);
		expect(desk.clock.nowMs()).toBeLessThan(Date.parse('2026-11-21T07:11:49Z'));
		expect(releaseOf(desk).disagreement).toBeNull();
		desk.advance(15_000);
		expect(releaseOf(desk).disagreement).toBe('configured 20%, measured 5.0% of requests');
	});

	test.each([
		[19.5, false],
		[20, false],
		[20.5, false],
		[30, true],
		[10, true],
	])('is shown for %d of 100 a second at 20 % configured: %s', (perSecond, isSaid) => {
		const desk = deskOn(timed, {world: {trafficAt: split(perSecond)}});
		desk.advance(25_000);
		expect(releaseOf(desk).disagreement !== null).toBe(isSaid);
	});

	test('is not shown for a few requests, as it may be chance', () => {
		const few = () => [sample('checkout-stable', 0.5), sample('checkout-canary', 0)];
		const desk = deskOn(timed, {world: {trafficAt: few}});
		desk.advance(25_000);
		expect(releaseOf(desk).disagreement).toBeNull();
	});
});

describe('the home screen', () => {
	test('puts what harms users on top, with the evidence, and counts the rest', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1', {world: {trafficAt: split(5, 0.5, 0.95)}});
		desk.advance(240_000);
		desk.press('escape', 'escape');
		const {summary, rows} = homeOf(desk);
		expect(summary).toMatchObject({hurt: {count: 1}, releases: {waiting: 0, moving: 0}});
		expect(rows[0]).toMatchObject({
			tone: 'critical',
			glyph: '✖',
			name: 'shop/checkout',
			release: {tag: '2.9.0', share: '5%', where: [expect.stringMatching(/^5% paused \d/), '5% paused', '5%']},
		});
		expect(saidOf(desk)).toMatch(/10 %.*1\.0 %/);
	});

	test('says that it is connecting while it is empty', () => {
		const empty = (desk: Desk) => {
			const {screen} = desk.frame();
			return screen.kind === 'home' ? screen.view.empty : null;
		};
		const silent = deskOn('argo-canary/01-healthy', {world: {latencyMs: () => 'never'}});
		silent.press('escape', 'escape');
		expect(empty(silent)).toBe('connecting to api.example:6443 …');
	});
});

describe('the way back', () => {
	const backWith = (peakRequestsPerSecond: number | null) => {
		const desk = deskOn('argo-canary/02-paused-at-step-1', {world: {trafficAt: split(5), peakRequestsPerSecond}});
		desk.advance(5_000);
		return releaseOf(desk).back;
	};

	// Four of stable's pods are ready: 100 requests a second are 25 a pod.
	test('fits where a pod has carried more than it will have to', () => {
		expect(backWith(240)).toMatch(/each takes 25 rps \(24 h peak 60\)$/);
	});

	test('is above the peak where no pod has carried so much', () => {
		expect(backWith(60)).toMatch(/each takes 25 rps, ABOVE the 24 h peak 15$/);
	});

	test('claims nothing where no peak is known', () => {
		expect(backWith(null)).toMatch(/· each takes 25 rps$/);
	});
});
