import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/safe-text.ts';
import {followEvidence} from '../../source/engine/evidence/rows/follow-evidence.ts';
import type {ShownEvidence, ShownSignal} from '../../source/engine/evidence/rows/shown-evidence.ts';
import {type EvidenceAsked, type EvidenceRows, evidenceRows} from '../../source/engine/questions/evidence-rows.ts';
import type {MetricsError} from '../../source/ports/metrics.ts';
import {readSituation} from '../releases/situation.ts';
import type {Desk} from './support/desk.ts';
import {checkout, deskOn} from './support/recorded.ts';
import {scrapeSeconds, windowSeconds} from './support/session.ts';
import {weighted} from './support/varied-traffic.ts';
import {failing, paused, taking} from './support/verdicts.ts';

const unreachable: MetricsError = {kind: 'unreachable', status: null, message: safe`connection refused`};
const stepMs = (windowSeconds - scrapeSeconds) * 1_000;
const hourMs = 3_600_000;
const alike = failing(4.75, 0.25);

/** The screen that proves figures, on the comparison of errors. */
function proving(world: NonNullable<Parameters<typeof deskOn>[1]>['world'], laterMs = 0): Desk {
	const desk = deskOn(paused, {nowMs: readSituation(paused).nowMs + laterMs, world: {...world}});
	desk.advance(5_000);
	desk.press('=');
	desk.advance(2_000);
	return desk;
}

function shown(desk: Desk): ShownEvidence | null {
	const {screen} = desk.frame();
	if (screen.kind !== 'prove') throw new Error(`the screen is ${screen.kind}`);
	return screen.view.evidence;
}

function told(desk: Desk): Extract<ShownEvidence, {kind: 'told'}> {
	const evidence = shown(desk);
	if (evidence?.kind !== 'told') throw new Error(`the evidence is ${evidence?.kind}`);
	return evidence;
}

function errors(desk: Desk): ShownSignal {
	const [signal] = told(desk).signals;
	if (!signal) throw new Error('nothing is judged');
	return signal;
}

function askedRows(desk: Desk): readonly EvidenceAsked[] {
	return desk
		.given('ask')
		.flatMap(({question, asked}) => (question === evidenceRows.id ? [asked as EvidenceAsked] : []));
}

describe('the rows of a release', () => {
	test('are asked for only while the screen shows what they prove', () => {
		const desk = deskOn(paused, {world: {trafficAt: alike}});
		desk.advance(30_000);
		expect(askedRows(desk)).toEqual([]);
		desk.press('=');
		desk.advance(1_000);
		expect(askedRows(desk).length).toBeGreaterThan(0);
	});

	test('begin an hour before the canary, leave no time out, and count none twice', () => {
		const desk = proving({trafficAt: alike}, 3 * hourMs);
		desk.advance(10 * stepMs);
		const asked = askedRows(desk);
		const [first] = asked;
		expect(asked.length).toBeGreaterThan(2);
		expect(first && first.canaryFromMs - first.fromMs).toBe(hourMs);
		for (const [at, {fromMs, toMs}] of asked.entries()) {
			expect(fromMs).toBe(asked[at - 1]?.toMs ?? first?.fromMs);
			expect([fromMs % stepMs, toMs % stepMs]).toEqual([0, 0]);
			expect(toMs).toBeGreaterThan(fromMs);
		}
		const {sinceMs, upToMs, rows} = told(desk);
		expect(rows).toBe((upToMs - sinceMs) / stepMs);
		expect(desk.clock.nowMs() - upToMs).toBeLessThan(stepMs + 2 * scrapeSeconds * 1_000);
	});

	test('hold the requests of both versions that were counted', () => {
		const desk = proving({trafficAt: alike}, hourMs);
		const judging = desk.state().metrics.evidence[checkout]?.judging;
		const rows = judging?.states.errors?.rows ?? [];
		const seconds = stepMs / 1_000;
		expect(rows.length).toBeGreaterThan(10);
		for (const row of rows) {
			expect(row.canaryRequests).toBeCloseTo(50 * seconds, 6);
			expect(row.canaryFailures[0]).toBeCloseTo(0.25 * seconds, 6);
			expect(row.stableRequests).toBeCloseTo(950 * seconds, 6);
			expect(row.stableFailures[0]).toBeCloseTo(4.75 * seconds, 6);
		}
	});

	test('that Prometheus does not have are told as missing, and their time passes', () => {
		const {nowMs} = readSituation(paused);
		const desk = proving({trafficAt: alike, keptSinceMs: nowMs + hourMs - 20 * stepMs}, hourMs);
		const {rows, unreadRows} = told(desk);
		expect(rows - unreadRows).toBeGreaterThanOrEqual(18);
		expect(rows - unreadRows).toBeLessThanOrEqual(22);
		expect(unreadRows).toBeGreaterThan(100);
	});

	test('that cannot be read leave what is known, say why, and are asked for again from the same time on', () => {
		const desk = proving({trafficAt: alike}, hourMs);
		const before = told(desk);
		desk.world.pollError = unreachable;
		desk.advance(4 * stepMs);
		const after = told(desk);
		expect(after).toMatchObject({rows: before.rows, upToMs: before.upToMs, problem: 'connection refused'});
		const tries = askedRows(desk).filter(({fromMs}) => fromMs === before.upToMs);
		expect(tries.length).toBeGreaterThan(1);
		expect(tries.length).toBeLessThanOrEqual(5);
		desk.world.pollError = null;
		desk.advance(2 * stepMs);
		expect(told(desk).problem).toBeNull();
		expect(told(desk).rows).toBeGreaterThan(before.rows + 4);
	});
});

describe('the evidence of harm', () => {
	test('convicts a canary of which one request in ten fails, and says since when and by how much at least', () => {
		const desk = proving({trafficAt: failing(4.75, 5)}, 600_000);
		const {verdict, logEvidence, needed, excess} = errors(desk);
		expect(needed).toBe(200);
		expect(logEvidence).toBeGreaterThan(Math.log(needed));
		expect(verdict).toMatchObject({kind: 'worse', signal: 'errors', isCarried: false});
		expect(verdict.kind === 'worse' && verdict.atLeastRatio).toBeGreaterThan(0.05);
		expect(excess?.estimate).toBeCloseTo(0.095, 3);
	});

	test('says of a canary that fails like stable only above which excess it would have been seen', () => {
		const {verdict, logEvidence} = errors(proving({trafficAt: alike}, 2 * hourMs));
		expect(verdict.kind).toBe('noHarmAbove');
		expect(logEvidence).toBeLessThan(0);
	});

	test('judges latency by bounds that stable had before the canary', () => {
		const latencyAt = () => [taking(50, 10)('checkout-stable', 950), taking(300, 200)('checkout-canary', 50)];
		const desk = proving({trafficAt: alike, latencyAt}, hourMs);
		desk.press('right', 'right', 'right');
		const signals = told(desk).signals;
		expect(signals.map(({signal, boundMs}) => [signal, boundMs])).toEqual([
			['slow', 100],
			['verySlow', 250],
			['shape', null],
		]);
		expect(signals.map(({verdict}) => verdict.kind)).toEqual(['worse', 'worse', 'worse']);
	});

	test('does not judge latency without a histogram from before the canary', () => {
		const desk = proving({trafficAt: alike}, hourMs);
		desk.press('right', 'right', 'right');
		expect(told(desk).signals).toEqual([]);
	});

	test('is of no figure that nothing is judged by, and of no version alone', () => {
		const desk = proving({trafficAt: alike}, hourMs);
		desk.press('right', 'right');
		expect(shown(desk)).toBeNull();
		desk.press('left', 'left', 'up');
		expect(shown(desk)).toBeNull();
	});

	test('is kept when the screen closes, and goes on from there when it opens again', () => {
		const desk = proving({trafficAt: alike}, hourMs);
		const {upToMs} = told(desk);
		desk.press('escape');
		const before = askedRows(desk).length;
		desk.advance(20 * stepMs);
		expect(askedRows(desk).length).toBe(before);
		desk.press('=');
		desk.advance(1_000);
		expect(askedRows(desk)[before]?.fromMs).toBe(upToMs);
		expect(told(desk).upToMs).toBeGreaterThanOrEqual(upToMs + 19 * stepMs);
	});
});

test('the evidence of a canary that is gone is let go with the next rows of another', () => {
	const desk = proving({trafficAt: alike});
	const {evidence} = desk.state().metrics;
	const own = evidence[checkout];
	if (!own) throw new Error('nothing was judged');
	const gone = 'prod:rollouts.argoproj.io/shop/gone' as typeof checkout;
	const state = desk.state();
	const before = {...state, metrics: {...state.metrics, evidence: {...evidence, [gone]: own}}};
	const told = state.metrics.askings[evidenceRows.id]?.answers[checkout]?.told?.data as EvidenceRows;
	const asking = state.metrics.askings[evidenceRows.id];
	if (!asking) throw new Error('nothing was asked');
	const answers = {
		[checkout]: {
			asked: told,
			told: {data: {...told, fromMs: own.upToMs, toMs: own.upToMs + stepMs}, asOfMs: 0},
			error: null,
			dueAtMs: 0,
		},
	};
	const after = {
		...before,
		metrics: {...before.metrics, askings: {...before.metrics.askings, [evidenceRows.id]: {...asking, answers}}},
	};
	const {metrics} = followEvidence(desk.context, before.metrics, after);
	expect(Object.keys(metrics.evidence)).toEqual([checkout]);
	expect(metrics.evidence[checkout]?.upToMs).toBe(own.upToMs + stepMs);
});

describe('what stands in place of the evidence', () => {
	test('is that the display was frozen before it was read', () => {
		const desk = deskOn(paused, {world: {trafficAt: alike}});
		desk.advance(5_000);
		desk.press('z', '=');
		desk.advance(2_000);
		expect(shown(desk)).toEqual({kind: 'frozen'});
		desk.press('z');
		desk.advance(2_000);
		expect(shown(desk)?.kind).toBe('told');
	});

	test('is why there are no figures, before any were read', () => {
		expect(shown(proving({trafficAt: alike, pollError: unreachable}))).toEqual({
			kind: 'reading',
			problem: 'connection refused',
		});
	});
});

test('a change of the weight begins a new clock, and what was worse is carried until it is judged again', () => {
	const desk = proving({trafficAt: failing(4.75, 5)}, 600_000);
	const before = told(desk).restart?.times ?? 0;
	expect(errors(desk).verdict).toMatchObject({kind: 'worse', isCarried: false});
	desk.server.become(weighted(desk.server.objects(), 40));
	desk.sync();
	desk.advance(2 * stepMs);
	expect(told(desk).restart?.times).toBe(before + 1);
	expect(errors(desk).verdict).toMatchObject({kind: 'worse', isCarried: true});
	desk.advance(20 * stepMs);
	expect(errors(desk).verdict).toMatchObject({kind: 'worse', isCarried: false});
});
