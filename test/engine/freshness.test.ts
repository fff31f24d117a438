import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {clusterFreshness, metricsFreshness} from '../../source/engine/evidence/freshness.ts';
import {sampleAge} from '../../source/engine/questions/sample-age.ts';
import {answerTo, queryOf, slowly} from './support/asking.ts';
import type {Desk} from './support/desk.ts';
import {homeOf, homeRow} from './support/home.ts';
import {deskAt} from './support/recorded.ts';
import {down} from './support/session.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const hourMs = 3_600_000;

/** Each new colour, with the second in which it is first shown. */
function coloursWhile(desk: Desk, seconds: number, read: (desk: Desk) => {readonly state: string}): readonly string[] {
	const seen: string[] = [];
	for (let second = 0; second < seconds; second += 1) {
		const {state} = read(desk);
		if (seen.at(-1)?.split(' ')[0] !== state) seen.push(`${state} ${second}`);
		desk.advance(1_000);
	}
	return seen;
}

const cluster = (desk: Desk) => clusterFreshness(desk.state());
const metrics = (desk: Desk) => metricsFreshness(desk.state());

describe('the freshness of the sources:', () => {
	test('a silent API server turns the cluster amber after twice the refresh, and red after five times', () => {
		const desk = deskAt(paused, {settings: {refreshSeconds: 4}});
		desk.advance(3_000);
		desk.world.latencyMs = () => 'never';
		desk.sync();
		expect(coloursWhile(desk, 30, cluster)).toEqual(['fresh 0', 'amber 9', 'red 21']);
		expect(banners(desk)).toContainEqual(expect.stringMatching(/^API SERVER DOWN/));
	});

	test('the cluster fails at once where the API server refuses, and is fresh at once when it is back', () => {
		const desk = deskAt(paused);
		desk.world.heartbeatError = down;
		expect(coloursWhile(desk, 8, cluster)).toEqual(['fresh 0', expect.stringMatching(/^failed [12]$/)]);
		desk.world.heartbeatError = null;
		expect(coloursWhile(desk, 8, cluster)).toEqual(['failed 0', expect.stringMatching(/^fresh [12]$/)]);
	});

	test('an answered read ends a silence before the next heartbeat, but not a refused login', () => {
		const desk = deskAt(paused);
		desk.advance(3_000);
		const late = {kind: 'timeout', status: null, message: safe`no answer within 5 s`, missing: null} as const;
		const readAfter = (error: typeof down | typeof late) => {
			desk.world.heartbeatError = error;
			desk.advance(6_000);
			expect(cluster(desk).state).toBe('failed');
			desk.world.latencyMs = command => (command.kind === 'beat' ? 'never' : 5);
			desk.press('x');
			desk.advance(500);
			const {state} = cluster(desk);
			desk.press('escape');
			desk.world.latencyMs = () => 5;
			desk.world.heartbeatError = null;
			desk.advance(30_000);
			return state;
		};
		desk.press('down', 'enter');
		expect(readAfter(late)).toBe('amber');
		expect(readAfter({...down, kind: 'unauthorized', message: safe`Unauthorized`})).toBe('failed');
	});

	test('an expired login is told apart from a plugin that gives no credential', () => {
		const desk = deskAt(paused);
		desk.world.heartbeatError = {...down, kind: 'unauthorized', message: safe`Unauthorized`};
		desk.advance(3_000);
		expect(banners(desk)).toContain('AUTH EXPIRED: log in again, perch goes on by itself');
		desk.world.heartbeatError = {...down, kind: 'noCredential', message: safe`The plugin aws ended with 255: no`};
		desk.advance(3_000);
		expect(banners(desk)).toContain('NO CREDENTIAL: The plugin aws ended with 255: no');
		expect(banners(desk).join()).not.toContain('AUTH EXPIRED');
	});

	test('a watch that goes on keeps the cluster fresh while heartbeats do not return', () => {
		const desk = deskAt(paused);
		desk.world.latencyMs = command => (command.kind === 'beat' ? 'never' : 5);
		for (let second = 0; second < 30; second += 1) {
			desk.sync();
			desk.advance(1_000);
			expect(cluster(desk).state).toBe('fresh');
		}
	});

	test('a heartbeat lists a watched kind, in a namespace that perch may read', () => {
		const desk = deskAt(paused);
		desk.advance(5_000);
		expect(desk.given('beat').at(-1)?.stored).toEqual({
			kindId: expect.stringMatching(/^services$|\.apps$/),
			namespace: null,
		});
		const narrow = deskAt(paused, {settings: {namespaces: ['shop']}});
		narrow.advance(5_000);
		expect(narrow.given('beat').at(-1)?.stored).toMatchObject({namespace: 'shop'});
	});

	test("bookmarks prove nothing, as they come from the server's memory", () => {
		const desk = deskAt(paused);
		desk.advance(3_000);
		desk.world.latencyMs = () => 'never';
		for (let second = 0; second < 15; second += 1) {
			for (const id of Object.keys(desk.state().cluster.watches))
				desk.watchTells(id, {kind: 'proof', atMs: desk.clock.nowMs()});
			desk.advance(1_000);
		}
		expect(cluster(desk).state).toBe('red');
	});

	describe('the cluster turns amber at once, whatever the heartbeats say,', () => {
		const late = {kind: 'timeout', status: null, message: safe`no answer within 10 s`, missing: null} as const;

		test('when a dry run is not answered in time', () => {
			const desk = deskAt(paused, {settings: {protection: {kind: 'none'}}});
			desk.world.dryRun = () => ({kind: 'previewUnavailable', message: late.message, isTimeout: true});
			expect(cluster(desk).state).toBe('fresh');
			desk.press('down', 'p');
			desk.advance(500);
			expect(cluster(desk).state).toBe('amber');
			desk.advance(15_000);
			expect(cluster(desk).state).toBe('fresh');
		});

		test('when a live read is not answered in time', () => {
			const desk = deskAt(paused, {settings: {protection: {kind: 'none'}}});
			desk.world.readError = () => late;
			desk.press('down', 'x');
			desk.advance(500);
			expect(cluster(desk).state).toBe('amber');
		});

		test('when a list is not answered in time, also where the server itself gave up', () => {
			const desk = deskAt(paused);
			const [id = ''] = Object.keys(desk.state().cluster.watches);
			const error = {...late, kind: 'serverError', status: 504} as const;
			desk.watchTells(id, {kind: 'failing', error, retryAtMs: null, atMs: 0});
			expect(cluster(desk).state).toBe('amber');
		});
	});

	test('the age of the newest sample goes on growing while Prometheus never answers', () => {
		const desk = deskAt(paused);
		desk.advance(10_000);
		desk.world.latencyMs = command => (command.kind === 'beat' ? 5 : 'never');
		const seen = coloursWhile(desk, 80, metrics);
		expect(seen.map(text => text.split(' ')[0])).toEqual(['fresh', 'amber', 'red']);
		expect(banners(desk)).toContainEqual(
			expect.stringMatching(/^METRICS STALE: promote is off, back needs no metrics/),
		);
	});

	test('while the API server is silent too, no banner says that a verb works', () => {
		const desk = deskAt(paused);
		desk.advance(10_000);
		desk.world.latencyMs = () => 'never';
		desk.advance(80_000);
		expect(banners(desk)).toContainEqual(expect.stringMatching(/^API SERVER DOWN: nothing can be written/));
		expect(banners(desk)).toContainEqual(expect.stringMatching(/^METRICS (?:STALE|DOWN): /));
		expect(banners(desk).join('\n')).not.toContain('back needs no metrics');
	});

	test('the metrics turn amber and red at the same times when only the scrape stops', () => {
		const desk = deskAt(paused);
		desk.advance(10_000);
		desk.world.scrapedUntilMs = desk.clock.nowMs();
		const seen = coloursWhile(desk, 80, metrics);
		expect(seen.map(text => text.split(' ')[0])).toEqual(['fresh', 'amber', 'red']);
		// Twice and five times the scrape and the question about it, give or take the scrape under way.
		const [amber = 0, red = 0] = seen.slice(1).map(text => Number(text.split(' ')[1]));
		expect(Math.abs(amber - 20)).toBeLessThanOrEqual(5);
		expect(Math.abs(red - 50)).toBeLessThanOrEqual(5);
		desk.world.scrapedUntilMs = Number.POSITIVE_INFINITY;
		desk.advance(10_000);
		expect(metrics(desk).state).toBe('fresh');
	});

	test('figures of a scrape that stopped are drawn as old', () => {
		const desk = deskAt('argo-canary/01-healthy');
		desk.advance(10_000);
		expect(rates(desk)).toEqual(['value']);
		desk.world.scrapedUntilMs = desk.clock.nowMs();
		desk.advance(60_000);
		expect(rates(desk)).toEqual(['stale']);
	});
});

describe('clocks that differ', () => {
	test.each([-hourMs, -300_000, -1_000, 0, 1_000, 300_000, hourMs])(
		'with the server clock %d ms away, ages are true and never negative, and the data counts as fresh',
		clockOffsetMs => {
			const desk = deskAt(paused, {world: {clockOffsetMs}});
			for (let second = 0; second < 60; second += 1) {
				desk.advance(1_000);
				const views = [cluster(desk), metrics(desk)];
				for (const view of views) {
					expect(view.state).toBe('fresh');
					expect(view.ageSeconds).toBeGreaterThanOrEqual(0);
					expect(view.ageSeconds).toBeLessThanOrEqual(12);
				}
			}
			const isFar = Math.abs(clockOffsetMs) > 60_000;
			expect(banners(desk).some(text => text.startsWith('CLOCKS DIFFER'))).toBe(isFar);
			// The Date header counts whole seconds.
			expect(Math.abs(header(desk).nowMs - desk.clock.nowMs() - clockOffsetMs)).toBeLessThanOrEqual(501);
			// Held since 07:11:16, by the server's clock.
			expect(homeRow(desk, 'shop/checkout').release.where[0]).toMatch(/^5% paused 1m/);
		},
	);

	test('a sample slightly ahead of the estimated server time has the age 0, not a negative one', () => {
		const desk = deskAt(paused);
		desk.advance(6_000);
		desk.world.latencyMs = slowly(sampleAge);
		desk.advance(6_000);
		const {generation} = queryOf(desk, sampleAge);
		const ahead = desk.clock.nowMs() + 400;
		desk.dispatch(answerTo(sampleAge, generation, {ok: true, value: ahead}));
		expect(metrics(desk)).toEqual({state: 'fresh', ageSeconds: 0, problem: null});
	});

	test('ages are right again after the next heartbeat when the local clock is set while perch runs', () => {
		const desk = deskAt(paused);
		for (const jumpMs of [hourMs, 300_000]) {
			// The local wall clock leaps ahead, the server's clock does not.
			desk.world.clockOffsetMs -= jumpMs;
			desk.clock.advance(0);
			desk.clock.leap(jumpMs);
			desk.advance(12_000);
			expect(cluster(desk).state).toBe('fresh');
			expect(metrics(desk)).toMatchObject({state: 'fresh'});
		}
	});
});

function header(desk: Desk) {
	return desk.frame().screen.view.header;
}

function banners(desk: Desk): readonly string[] {
	return header(desk).banners.map(({text}) => text);
}

/** How the rates on the home screen are to be drawn. */
function rates(desk: Desk): readonly string[] {
	return homeOf(desk).rows.map(({requestsPerSecond}) => requestsPerSecond.kind);
}
