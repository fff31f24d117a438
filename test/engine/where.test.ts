import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {interestOf} from '../../source/engine/interest/interest.ts';
import {slices} from '../../source/engine/questions/slices.ts';
import {serverTime} from '../../source/engine/state/server-time.ts';
import type {MetricsError} from '../../source/ports/metrics.ts';
import {readSituation} from '../releases/situation.ts';
import type {Desk, DeskOptions} from './support/desk.ts';
import {checkout, deskOn, objectsOf} from './support/recorded.ts';
import {byCaller, byNobody, slicesOf} from './support/sliced.ts';
import type {AskedOf} from './support/told.ts';
import {failing, paused, verdictNow, windows} from './support/verdicts.ts';

const bad = failing(1, 5);
const unreachable: MetricsError = {kind: 'unreachable', status: null, message: safe`connection refused`};

/** A release that fails from the tenth window on, open for eighteen. */
function turned(world: DeskOptions['world'] = {}, count = 18): Desk {
	const turnMs = readSituation(paused).nowMs + windows(10);
	const trafficAt = (serverMs: number) => (serverMs < turnMs ? failing(1, 0.05) : bad)();
	const desk = deskOn(paused, {world: {trafficAt, slicesOver: byCaller, ...world}});
	desk.advance(windows(count));
	return desk;
}

function asked(desk: Desk): readonly (AskedOf<typeof slices> & {readonly givenAtMs: number})[] {
	return desk
		.given('ask')
		.flatMap(({question, asked, givenAtMs}) =>
			question === slices.id ? [{...(asked as AskedOf<typeof slices>), givenAtMs}] : [],
		);
}

function shown(desk: Desk): string | null {
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error(`the screen is ${screen.kind}`);
	const {where} = screen.view;
	return where && `${where.parts.map(({before, name, after}) => `${before}${name}${after}`).join('')}${where.end}`;
}

describe('where requests fail is asked', () => {
	test('only once the canary of the open release is worse by its failures', () => {
		const desk = turned({}, 10);
		expect(asked(desk)).toEqual([]);
		desk.advance(windows(8));
		expect(verdictNow(desk)).toMatchObject({kind: 'worse'});
		const [first] = asked(desk);
		expect(first).toMatchObject({
			release: checkout,
			services: expect.arrayContaining([expect.objectContaining({namespace: 'shop', name: 'checkout-canary'})]),
		});
		// Since the onset, by the rows: not since the canary came.
		const verdict = verdictNow(desk);
		const sinceMs = verdict?.kind === 'worse' ? verdict.sinceMs : 0;
		expect(first?.atMs).toBe((first?.sinceMs ?? 0) + (first?.seconds ?? 0) * 1_000);
		expect(Math.abs((first?.sinceMs ?? 0) - sinceMs)).toBeLessThanOrEqual(windows(3));
	});

	test('of no release that is not open', () => {
		const desk = turned({}, 8);
		desk.press('escape');
		desk.advance(windows(20));
		expect(verdictNow(desk)).toMatchObject({kind: 'worse'});
		expect(asked(desk)).toEqual([]);
		desk.press('enter');
		desk.advance(3_000);
		expect(asked(desk)).toHaveLength(1);
	});

	test('of no canary that is only slower, or fails like stable', () => {
		const desk = deskOn(paused, {world: {trafficAt: failing(4.75, 0.25), slicesOver: byCaller}});
		desk.advance(windows(30));
		expect(asked(desk)).toEqual([]);
		expect(shown(desk)).toBeNull();
	});

	test.each([
		['answered', byCaller],
		['failed', () => null],
	])('once a minute, where it is %s', (_how, slicesOver) => {
		const desk = turned({slicesOver});
		const before = asked(desk).length;
		desk.advance(600_000);
		const times = asked(desk).map(({givenAtMs}) => givenAtMs);
		expect(times.length - before).toBeGreaterThanOrEqual(9);
		expect(times.length - before).toBeLessThanOrEqual(10);
		for (const [at, time] of times.slice(1).entries()) expect(time - (times[at] ?? 0)).toBeGreaterThanOrEqual(60_000);
	});

	test('of the last hour at most, and over no less than a window', () => {
		const desk = turned();
		const state = desk.state();
		const failing = interestOf(desk.context, state).failing;
		if (!failing) throw new Error('it does not fail');
		const nowMs = serverTime(state);
		const askedSince = (sinceMs: number) =>
			slices.wanted({...interestOf(desk.context, state), failing: {...failing, sinceMs}}, state);
		expect(askedSince(nowMs - 2 * 3_600_000)?.seconds).toBe(3_600);
		expect(askedSince(nowMs - 2 * windows(1))?.seconds).toBeGreaterThanOrEqual(20);
		expect(askedSince(nowMs - windows(0.5))).toBeNull();
	});

	test('not from before the last change of the weight', () => {
		const atHalf = 'argo-canary/06-paused-at-50-after-analysis';
		const desk = deskOn('argo-canary/04-timed-pause-20-percent', {world: {trafficAt: bad, slicesOver: byCaller}});
		desk.advance(windows(10));
		expect(shown(desk)).not.toBeNull();
		const beforeMs = desk.clock.nowMs();
		desk.server.become(objectsOf(atHalf));
		desk.sync();
		desk.advance(1_000);
		expect(shown(desk)).toBeNull();
		desk.advance(windows(12));
		const later = asked(desk).filter(({givenAtMs}) => givenAtMs > beforeMs);
		expect(later.length).toBeGreaterThan(0);
		for (const {sinceMs, seconds} of later) {
			expect(sinceMs).toBeGreaterThanOrEqual(beforeMs);
			expect(seconds).toBeGreaterThanOrEqual(20);
		}
		expect(shown(desk)).not.toBeNull();
	});
});

describe('the release screen says', () => {
	test('of which caller the extra failures are', () => {
		// The canary fails 5 a second; of 50 requests stable would fail 0.053: all of the excess is the frontend's, but for
		// the little that stable fails of it.
		expect(shown(turned())).toBe('100 % of extra errors: caller web/frontend (12 % of requests)');
	});

	test('of which pod, and that it is then likely not the code', () => {
		const pods = (seconds: number) =>
			slicesOf([
				...parts(seconds),
				{
					dimension: 'pod',
					value: 'checkout-866cfb757-b5psl',
					canary: [25 * seconds, 4.8 * seconds],
					viewpoint: 'destination',
				},
				{
					dimension: 'pod',
					value: 'checkout-866cfb757-zzzzz',
					canary: [25 * seconds, 0.2 * seconds],
					viewpoint: 'destination',
				},
				{
					dimension: 'pod',
					value: 'checkout-58c56f75fc-67j55',
					stable: [950 * seconds, seconds],
					viewpoint: 'destination',
				},
			]);
		const text = shown(turned({slicesOver: pods}));
		expect(text).toBe(
			'96 % of extra errors: pod checkout-866cfb757-b5psl (50 % of requests), node n1 · likely not the code',
		);
	});

	test.each([
		['nothing is clear', byNobody],
		['nothing is told', () => []],
		['the question fails', () => null],
		['only the pods are told, and they saw few of the failures', fewReachPods],
	])('nothing where %s', (_what, slicesOver) => {
		const desk = turned({slicesOver});
		expect(asked(desk).length).toBeGreaterThan(0);
		expect(shown(desk)).toBeNull();
	});

	test('the same in what is copied, and before a promotion', () => {
		const desk = turned();
		const text = shown(desk);
		desk.press('y');
		desk.advance(500);
		const copied = desk.given('copy').at(-1)?.text ?? '';
		expect(copied.replaceAll('\\', '')).toContain(`- where it fails: ${text}`);
		desk.press('p');
		desk.advance(2_000);
		const {confirm} = desk.frame();
		expect(JSON.stringify(confirm?.lines)).toContain(text);
		desk.press('escape');
		desk.world.slicesOver = () => null;
		desk.advance(61_000);
		desk.press('y');
		desk.advance(500);
		expect(desk.given('copy').at(-1)?.text).not.toContain('where it fails');
	});

	test('nothing once a later question fails, and nothing by figures that are old or partial', () => {
		const failed = turned();
		failed.world.slicesOver = () => null;
		failed.advance(61_000);
		expect(shown(failed)).toBeNull();
		const old = turned();
		old.world.pollError = unreachable;
		old.advance(60_000);
		expect(shown(old)).toBeNull();
		const partial = turned();
		partial.world.warnings = [safe`a store is missing`];
		partial.advance(windows(2));
		expect(shown(partial)).toBeNull();
	});

	test('nothing once the canary is not worse any more', () => {
		const desk = turned();
		desk.world.trafficAt = failing(1, 0.05);
		desk.advance(windows(60));
		expect(verdictNow(desk)?.kind).not.toBe('worse');
		expect(shown(desk)).toBeNull();
		const count = asked(desk).length;
		desk.advance(300_000);
		expect(asked(desk)).toHaveLength(count);
	});
});

const parts = (seconds: number) =>
	[
		{dimension: 'caller', value: 'web/frontend', canary: [50 * seconds, 5 * seconds], stable: [950 * seconds, seconds]},
	] as const;

/** Of the failures one in ten reached a pod, all of them one pod. */
function fewReachPods(seconds: number) {
	return slicesOf([
		...parts(seconds),
		{
			dimension: 'pod',
			value: 'checkout-866cfb757-b5psl',
			canary: [25 * seconds, 0.5 * seconds],
			viewpoint: 'destination',
		},
		{dimension: 'pod', value: 'checkout-866cfb757-zzzzz', canary: [25 * seconds, 0], viewpoint: 'destination'},
		{
			dimension: 'pod',
			value: 'checkout-58c56f75fc-67j55',
			stable: [950 * seconds, 0.1 * seconds],
			viewpoint: 'destination',
		},
	]);
}
