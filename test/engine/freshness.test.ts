import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/safe-text.ts';
import {clusterFreshness, metricsFreshness} from '../../source/engine/evidence/freshness.ts';
import {sampleAge} from '../../source/engine/questions/sample-age.ts';
import {answerTo, queryOf, slowly} from './support/asking.ts';
import type {Desk} from './support/desk.ts';
import {deskAt} from './support/recorded.ts';
import {down} from './support/session.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const hourMs = 3_600_000;

/** Second by second: when each colour is first shown. */
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

describe('a source that goes dark', () => {
	test('the API server swallows everything: amber after twice the refresh, red after five times', () => {
		const desk = deskAt(paused, {settings: {refreshSeconds: 4}});
		desk.advance(3_000);
		desk.world.latencyMs = () => 'never';
		desk.sync();
		expect(coloursWhile(desk, 30, cluster)).toEqual(['fresh 0', 'amber 9', 'red 21']);
		expect(banners(desk)).toContainEqual(expect.stringMatching(/^API SERVER DOWN/));
	});

	test('the API server refuses: failed at once, and fresh again at once when it is back', () => {
		const desk = deskAt(paused);
		desk.world.heartbeatError = down;
		expect(coloursWhile(desk, 8, cluster)).toEqual(['fresh 0', expect.stringMatching(/^failed [12]$/)]);
		desk.world.heartbeatError = null;
		expect(coloursWhile(desk, 8, cluster)).toEqual(['failed 0', expect.stringMatching(/^fresh [12]$/)]);
	});

	test('a read that is answered ends the silence before the next heartbeat is due; a refused login stays refused', () => {
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

	test('a login that has run out is told from a plugin that gives none', () => {
		const desk = deskAt(paused);
		desk.world.heartbeatError = {...down, kind: 'unauthorized', message: safe`Unauthorized`};
		desk.advance(3_000);
		expect(banners(desk)).toContain('AUTH EXPIRED: log in again, perch goes on by itself');
		desk.world.heartbeatError = {...down, kind: 'noCredential', message: safe`The plugin aws ended with 255: no`};
		desk.advance(3_000);
		expect(banners(desk)).toContain('NO CREDENTIAL: The plugin aws ended with 255: no');
		expect(banners(desk).join()).not.toContain('AUTH EXPIRED');
	});

	test('a watch that goes on while heartbeats are slow is proof enough', () => {
		const desk = deskAt(paused);
		desk.world.latencyMs = command => (command.kind === 'beat' ? 'never' : 5);
		for (let second = 0; second < 30; second += 1) {
			desk.sync();
			desk.advance(1_000);
			expect(cluster(desk).state).toBe('fresh');
		}
	});

	test('a heartbeat reads what is stored: a kind that is watched, in a namespace that may be read', () => {
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

	test("bookmarks come from the server's memory: they prove nothing", () => {
		const desk = deskAt(paused);
		desk.advance(3_000);
		desk.world.latencyMs = () => 'never';
		for (let second = 0; second < 15; second += 1) {
			for (const id of Object.keys(desk.state().cluster.watches))
				desk.dispatch({kind: 'watchUpdated', id, update: {kind: 'proof', atMs: desk.clock.nowMs()}});
			desk.advance(1_000);
		}
		expect(cluster(desk).state).toBe('red');
	});

	describe('one question that is not answered in time turns the clock amber at once, whatever the heartbeats say', () => {
		const late = {kind: 'timeout', status: null, message: safe`no answer within 10 s`, missing: null} as const;

		test('a dry run', () => {
			const desk = deskAt(paused, {settings: {protection: {kind: 'none'}}});
			desk.world.dryRun = () => ({kind: 'previewUnavailable', message: late.message, isTimeout: true});
			expect(cluster(desk).state).toBe('fresh');
			desk.press('down', 'p');
			desk.advance(500);
			expect(cluster(desk).state).toBe('amber');
			desk.advance(15_000);
			expect(cluster(desk).state).toBe('fresh');
		});

		test('a live read', () => {
			const desk = deskAt(paused, {settings: {protection: {kind: 'none'}}});
			desk.world.readError = () => late;
			desk.press('down', 'x');
			desk.advance(500);
			expect(cluster(desk).state).toBe('amber');
		});

		test('a list, also where the server itself gave up', () => {
			const desk = deskAt(paused);
			const [id = ''] = Object.keys(desk.state().cluster.watches);
			const error = {...late, kind: 'serverError', status: 504} as const;
			desk.dispatch({kind: 'watchUpdated', id, update: {kind: 'failing', error, retryAtMs: null, atMs: 0}});
			expect(cluster(desk).state).toBe('amber');
		});
	});

	test('Prometheus swallows everything: the age of the newest sample goes on growing', () => {
		const desk = deskAt(paused);
		desk.advance(10_000);
		desk.world.latencyMs = command => (command.kind === 'beat' ? 5 : 'never');
		const seen = coloursWhile(desk, 80, metrics);
		expect(seen.map(text => text.split(' ')[0])).toEqual(['fresh', 'amber', 'red']);
		expect(banners(desk)).toContainEqual(expect.stringMatching(/^METRICS STALE: promote is off, back still works/));
	});

	test('the scrape stops and the answers do not: the same, at the same time', () => {
		const desk = deskAt(paused);
		desk.advance(10_000);
		desk.world.scrapedUntilMs = desk.clock.nowMs();
		const seen = coloursWhile(desk, 80, metrics);
		expect(seen.map(text => text.split(' ')[0])).toEqual(['fresh', 'amber', 'red']);
		// Twice and five times the scrape and the look at it, give or take the scrape that was under way.
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
		'the server is %d ms away: ages are true, never negative, and every verb works',
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
			const {screen} = desk.frame();
			// Held since 07:11:16, by the server's clock.
			expect(screen.kind === 'home' && screen.view.attention[0]?.where).toMatch(/^5% held 1m/);
		},
	);

	test('a sample that is a moment ahead of what we take for the server time is new, not of negative age', () => {
		const desk = deskAt(paused);
		desk.advance(6_000);
		desk.world.latencyMs = slowly(sampleAge);
		desk.advance(6_000);
		const {generation} = queryOf(desk, sampleAge);
		const ahead = desk.clock.nowMs() + 400;
		desk.dispatch(answerTo(sampleAge, generation, {ok: true, value: ahead}));
		expect(metrics(desk)).toEqual({state: 'fresh', ageSeconds: 0, problem: null});
	});

	test('our clock is set while perch runs: what is shown rights itself with the next heartbeat', () => {
		const desk = deskAt(paused);
		for (const jumpMs of [hourMs, 300_000]) {
			// The wall clock leaps ahead, the server's does not.
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
	const {screen} = desk.frame();
	return screen.kind === 'home' ? screen.view.services.map(({requestsPerSecond}) => requestsPerSecond.kind) : [];
}
