import {describe, expect, test} from 'vitest';
import {err, ok} from '../../source/domain/result.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {bandOf} from '../../source/engine/evidence/past-band.ts';
import type {AgedFigures} from '../../source/engine/questions/past-canaries/aged-figures.ts';
import {pastCanaries} from '../../source/engine/questions/past-canaries/past-canaries.ts';
import {pastCanary} from '../../source/engine/questions/past-canaries/past-canary.ts';
import type {ChartView} from '../../source/engine/screens/charts.ts';
import type {Command} from '../../source/engine/state/commands.ts';
import {readSituation} from '../releases/situation.ts';
import {askings, asks, slowly} from './support/asking.ts';
import type {Desk} from './support/desk.ts';
import {unreachable} from './support/proving.ts';
import {deskAt, deskOn} from './support/recorded.ts';
import {scrapeSeconds} from './support/session.ts';
import {paused} from './support/verdicts.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe('a band', () => {
	const values = (...told: readonly (readonly [minutes: number, value: number | null])[]) => ({
		values: told.map(([minutes, value]) => ({ageMs: minutes * minuteMs, value})),
		mostApartMs: 2.5 * minuteMs,
	});
	const at = (...minutes: readonly number[]) => minutes.map(age => ({atMs: 1e12 + age, ageMs: age * minuteMs}));
	const ranges = (...given: Parameters<typeof bandOf>) => bandOf(...given)?.points.map(({range}) => range);

	test('goes from the lowest to the highest that canaries showed at the same age', () => {
		const canaries = [values([1, 4], [2, 8]), values([1, 6], [2, 2]), values([1, 5], [2, 5])];
		expect(bandOf(canaries, at(1, 2))).toEqual({
			count: 3,
			points: [
				{atMs: 1e12 + 1, range: {lowest: 4, highest: 6}},
				{atMs: 1e12 + 2, range: {lowest: 2, highest: 8}},
			],
		});
	});

	test('takes what lies between two ages in proportion, but not across a gap', () => {
		const canaries = [values([1, 0], [2, 4], [6, 8]), values([1, 1], [2, 1], [3, 1], [4, 1], [5, 1], [6, 1])];
		// A quarter of the way from 0 to 4; from minute 2 to minute 6 the first canary tells nothing.
		expect(ranges(canaries, at(1.25, 4))).toEqual([{lowest: 1, highest: 1}, null]);
		expect(ranges(canaries, at(1.75, 6))).toEqual([
			{lowest: 1, highest: 3},
			{lowest: 1, highest: 8},
		]);
	});

	test('has a gap before they began, after one of two ended, and where one had no requests', () => {
		const canaries = [values([1, 4], [2, null], [3, 6]), values([1, 2], [2, 2], [3, 2], [4, 2])];
		expect(ranges(canaries, at(-1, 0.5, 1, 2, 3, 4))).toEqual([
			null,
			null,
			{lowest: 2, highest: 4},
			null,
			{lowest: 2, highest: 6},
			null,
		]);
	});

	test('is none of fewer than two, and counts only those that tell something of the time shown', () => {
		expect(bandOf([], at(1))).toBeNull();
		expect(bandOf([values([1, 4])], at(1))).toBeNull();
		const late = values([50, 1], [51, 1]);
		expect(bandOf([values([1, 4], [2, 4]), values([1, 5], [2, 5]), late], at(1, 2))?.count).toBe(2);
	});
});

describe('the charts of a release', () => {
	const canary = (errorRatio: number, p95Ms: number, requestsPerSecond: number): readonly AgedFigures[] =>
		Array.from({length: 120}, (_, at) => ({ageMs: (at + 1) * minuteMs, requestsPerSecond, errorRatio, p95Ms}));
	const canariesBefore = ok([canary(0.01, 90, 5), canary(0.03, 240, 4), canary(0.02, 120, 9)]);
	const chart = (desk: Desk, id: ChartView['id']) => {
		const {screen} = desk.frame();
		if (screen.kind !== 'release') throw new Error(`${screen.kind} is open`);
		return screen.view.charts.find(one => one.id === id)?.pastCanaries;
	};
	const pressed = (desk: Desk, ms: number) => {
		desk.advance(ms);
		return desk;
	};

	test('have what the last canaries showed at the same age behind them, each in its unit', () => {
		const desk = pressed(deskOn(paused, {world: {canariesBefore}}), 2 * minuteMs);
		const last = (id: ChartView['id']) => chart(desk, id)?.points.at(-1)?.range;
		expect(chart(desk, 'errors')?.count).toBe(3);
		expect(last('errors')?.lowest).toBeCloseTo(1, 9);
		expect(last('errors')?.highest).toBeCloseTo(3, 9);
		expect(last('latency')?.lowest).toBeCloseTo(90, 9);
		expect(last('latency')?.highest).toBeCloseTo(240, 9);
		expect(last('throughput')?.lowest).toBeCloseTo(4, 9);
		expect(last('throughput')?.highest).toBeCloseTo(9, 9);
		// The chart begins before the canary did.
		expect(chart(desk, 'errors')?.points[0]?.range).toBeNull();
	});

	test('have nothing behind them where there was one canary, none, or none can be read', () => {
		for (const told of [ok([]), ok([canary(0.01, 90, 5)]), err(unreachable)])
			expect(chart(pressed(deskOn(paused, {world: {canariesBefore: told}}), 2 * minuteMs), 'errors')).toBeNull();
		const silent = deskOn(paused, {world: {canariesBefore, latencyMs: slowly(pastCanaries)}});
		expect(chart(pressed(silent, 2 * minuteMs), 'errors')).toBeNull();
	});

	test('ask for canaries one after another, one for each poll, and not again', () => {
		const desk = pressed(deskOn(paused, {world: {canariesBefore}}), 2 * minuteMs);
		expect(askings(desk, pastCanaries)).toHaveLength(1);
		const asked = askings(desk, pastCanary);
		expect(asked.map(({asked: {canary}}) => canary.version)).toEqual(['v1', 'v2', 'v3']);
		const apart = asked.slice(1).map(({givenAtMs}, at) => givenAtMs - (asked[at]?.givenAtMs ?? 0));
		expect(Math.min(...apart)).toBeGreaterThanOrEqual(scrapeSeconds * 1000);
		desk.advance(20 * minuteMs);
		expect(askings(desk, pastCanary)).toHaveLength(3);
	});

	test('ask for no more histograms once the server took too long for some', () => {
		const latencyMs = (command: Command) => (asks(command, pastCanary) ? 3_000 : 5);
		const desk = deskOn(paused, {world: {canariesBefore, latencyMs}});
		expect(askings(desk, pastCanary)).toHaveLength(1);
		desk.world.canariesBefore = err({kind: 'timeout', status: null, message: safe`no answer within 5 s`});
		desk.advance(3_000);
		desk.world.canariesBefore = canariesBefore;
		desk.advance(minuteMs);
		const plain = askings(desk, pastCanary).map(({asked: {canary, isPlain}}) => `${canary.version} ${isPlain}`);
		expect(plain).toEqual(['v1 false', 'v2 true', 'v3 true']);
		desk.advance(10 * minuteMs);
		expect(askings(desk, pastCanary).at(-1)?.asked).toMatchObject({canary: {version: 'v1'}, isPlain: true});
	});

	test('ask for them while nothing else is asked', () => {
		const desk = pressed(deskOn(paused, {world: {canariesBefore, latencyMs: () => 400}}), minuteMs);
		const answers = desk.events.flatMap(event => (event.kind === 'answered' ? [event] : []));
		const runs = desk.given('ask').map(({question, generation, givenAtMs}) => ({
			question,
			fromMs: givenAtMs,
			toMs: answers.find(one => one.question === question && one.generation === generation)?.atMs ?? desk.clock.nowMs(),
		}));
		const ofPast = runs.filter(({question}) => question === pastCanaries.id || question === pastCanary.id);
		expect(ofPast.length).toBeGreaterThan(1);
		for (const one of ofPast)
			expect(runs.filter(run => run !== one && run.fromMs <= one.fromMs && run.toMs > one.fromMs)).toEqual([]);
	});

	test('read older ages once the canary is as old, and search again after an hour', () => {
		const nowMs = readSituation(paused).nowMs + 55 * minuteMs;
		const desk = pressed(deskOn(paused, {nowMs, world: {canariesBefore}}), 10 * minuteMs);
		const ages = askings(desk, pastCanary).map(({asked: {mostAgeMs}}) => mostAgeMs / hourMs);
		expect(ages).toEqual([1, 1, 1, 2, 2, 2]);
		const answeredAtMs = desk.clock.nowMs();
		const turn = {begunAtMs: answeredAtMs - 5, answeredAtMs, isOk: true};
		expect(pastCanaries.dueAtMs(turn, desk.state())).toBe(answeredAtMs + hourMs);
	});

	test('ask for none while the release is not open', () => {
		const desk = pressed(deskAt(paused, {world: {canariesBefore}}), 2 * minuteMs);
		expect(askings(desk, pastCanaries)).toEqual([]);
	});
});
