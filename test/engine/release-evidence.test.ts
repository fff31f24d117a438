import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {followEvidence} from '../../source/engine/evidence/rows/follow-evidence.ts';
import {type EvidenceRows, evidenceRows, toldRows} from '../../source/engine/questions/evidence-rows.ts';
import {readSituation} from '../releases/situation.ts';
import {slowly} from './support/asking.ts';
import {alike, askedRows, errors, hourMs, proving, shown, told, unreachable} from './support/proving.ts';
import {checkout, deskOn, objectsOf} from './support/recorded.ts';
import {weighted} from './support/varied-traffic.ts';
import {failing, paused, stepMs, taking} from './support/verdicts.ts';

const metadataOf = ({metadata}: RawObject) => metadata as Readonly<Record<string, Json>>;

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

	test('goes on when the screen closes, and is there at once when it opens again', () => {
		const desk = proving({trafficAt: alike}, hourMs);
		const {upToMs} = told(desk);
		desk.press('escape');
		desk.advance(20 * stepMs);
		const asked = askedRows(desk).length;
		desk.press('=');
		expect(askedRows(desk).length).toBe(asked);
		expect(told(desk).upToMs).toBe(upToMs + 20 * stepMs);
	});

	test('keeps no answer once its rows are judged', () => {
		const desk = proving({trafficAt: alike}, hourMs);
		expect(toldRows(desk.state().metrics)).toBeNull();
		expect(desk.state().metrics.askings[evidenceRows.id]?.answers).toMatchObject({rows: {told: null, error: null}});
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
	const asked = askedRows(desk).at(-1);
	if (!asked) throw new Error('nothing was asked');
	const next: EvidenceRows = {...asked, fromMs: own.upToMs, toMs: own.upToMs + stepMs, traffic: [], latency: []};
	const asking = state.metrics.askings[evidenceRows.id];
	if (!asking) throw new Error('nothing was asked');
	const answers = {
		rows: {asked: next, told: {data: next, asOfMs: 0}, error: null, dueAtMs: 0},
	};
	const after = {
		...before,
		metrics: {...before.metrics, askings: {...before.metrics.askings, [evidenceRows.id]: {...asking, answers}}},
	};
	const {metrics} = followEvidence(desk.context, before.metrics, after);
	expect(Object.keys(metrics.evidence)).toEqual([checkout]);
	expect(metrics.evidence[checkout]?.upToMs).toBe(own.upToMs + stepMs);
});

test('evidence begins anew where the canary came again after other versions: its pods are newer than what was read', () => {
	const desk = proving({trafficAt: failing(4.75, 5)}, 600_000);
	expect(errors(desk).verdict.kind).toBe('worse');
	desk.press('escape');
	const paused = desk.server.objects();
	desk.server.become(objectsOf('argo-canary/01-healthy'));
	desk.sync();
	const asked = askedRows(desk).length;
	desk.advance(1_800_000);
	expect(askedRows(desk).length).toBe(asked);
	desk.world.trafficAt = alike;
	const again = desk.clock.nowMs() - 300_000;
	const createdAt = new Date(again).toISOString().replace(/\.\d+Z/, 'Z');
	desk.server.become(
		paused.map(object =>
			object.kind === 'Pod' ? {...object, metadata: {...metadataOf(object), creationTimestamp: createdAt}} : object,
		),
	);
	desk.sync();
	desk.advance(3_000);
	desk.press('=');
	expect(errors(desk).verdict.kind).toBe('noHarmAbove');
	expect(told(desk).sinceMs).toBeGreaterThanOrEqual(again - stepMs);
	expect(told(desk).rows).toBeLessThanOrEqual(300_000 / stepMs + 1);
});

describe('what stands in place of the evidence', () => {
	test('is that the display was frozen before it was read', () => {
		const desk = deskOn(paused, {world: {trafficAt: alike, latencyMs: slowly(evidenceRows)}});
		desk.advance(5_000);
		desk.press('z', '=');
		desk.advance(2_000);
		expect(shown(desk)).toEqual({kind: 'frozen'});
		desk.press('z');
		expect(shown(desk)).toEqual({kind: 'reading', problem: null});
	});

	test('is why there are no figures, before any were read', () => {
		expect(shown(proving({trafficAt: alike, pollError: unreachable}))).toEqual({
			kind: 'reading',
			problem: 'connection refused',
		});
	});
});

test('where no pods are known, the evidence begins when perch first saw the weight', () => {
	const objects = objectsOf(paused).filter(({kind}) => kind !== 'Pod' && kind !== 'Event');
	const nowMs = readSituation(paused).nowMs + 600_000;
	const desk = deskOn(paused, {objects, nowMs, world: {trafficAt: alike}});
	desk.advance(60_000);
	desk.press('=');
	expect(told(desk).sinceMs).toBeGreaterThan(nowMs - stepMs);
	expect(told(desk).sinceMs).toBeLessThanOrEqual(nowMs + 2_000);
	expect(told(desk).rows).toBeGreaterThan(0);
});

test('a change of the weight begins a new clock, and what was worse is carried until it is judged again', () => {
	const desk = proving({trafficAt: failing(4.75, 5)}, 600_000);
	const before = errors(desk).clock.number;
	expect(errors(desk).verdict).toMatchObject({kind: 'worse', isCarried: false});
	desk.server.become(weighted(desk.server.objects(), 40));
	desk.sync();
	desk.advance(2 * stepMs);
	expect(errors(desk).clock.number).toBe(before + 1);
	expect(errors(desk).verdict).toMatchObject({kind: 'worse', isCarried: true});
	desk.advance(20 * stepMs);
	expect(errors(desk).verdict).toMatchObject({kind: 'worse', isCarried: false});
});
