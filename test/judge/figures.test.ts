import {describe, expect, test} from 'vitest';
import {phiNow, phiOfPods, phiOverTime, podLevels} from '../../source/judge/counts/dispersion.ts';
import {latencyThresholds} from '../../source/judge/counts/latency-thresholds.ts';
import {podMargin, podVariation} from '../../source/judge/counts/pod-margin.ts';
import {pastBound, switchAfter, switchedOff} from '../../source/judge/evidence/known-level.ts';
import {type Slice, whereItFails} from '../../source/judge/where-it-fails.ts';

describe('how much counts vary', () => {
	const row = (failures: readonly number[]) => ({failures, requests: failures.map(() => 1_000)});
	const podsOf = (rows: readonly (readonly number[])[]) => ({
		failures: rows.map(failures => row(failures).failures),
		requests: rows.map(failures => row(failures).requests),
	});

	test('is half more than by chance where nothing is known', () => {
		expect(phiOfPods({failures: [], requests: []})).toBe(1.5);
		expect(phiOfPods(podsOf([[5, 5]]))).toBe(1.5);
		expect(phiOverTime([], [])).toBe(1.5);
		expect(phiOverTime([3], [100])).toBe(1.5);
	});

	test('is seen in bursts that are longer than a few rows', () => {
		// Each pod fails twice as often as the other for five minutes, in turn.
		const turns = Array.from({length: 240}, (_, index) => (Math.floor(index / 20) % 2 === 0 ? [20, 10] : [10, 20]));
		const steady = Array.from({length: 240}, (_, index) => (index % 2 === 0 ? [20, 10] : [10, 20]));
		// Over four rows it would be 11.
		expect(phiOfPods(podsOf(turns))).toBeGreaterThan(40);
		expect(phiOfPods(podsOf(steady))).toBeLessThan(4);
	});

	test('is not more for an incident that all pods share', () => {
		const incident = Array.from({length: 60}, (_, index) => (index >= 30 ? [500, 500] : [5, 5]));
		expect(phiOfPods(podsOf(incident))).toBe(1);
	});

	test('is never less in a row than before the release', () => {
		const calm = podsOf([[5, 5]]);
		expect(phiNow(calm, {levels: podLevels(calm), phi: 3})).toBe(3);
	});
});

describe('few pods', () => {
	test('widen the margin, and the less the more there are', () => {
		expect(podMargin({variation: 0.3, canaryPods: 1, stablePods: 10})).toBeGreaterThan(1);
		expect(podMargin({variation: 0.3, canaryPods: 50, stablePods: 50})).toBeLessThan(0.2);
	});

	test('are taken to differ by 20 % where it is not known by how much', () => {
		const variation = podVariation({failures: [[0, 0]], requests: [[100, 100]]}, 1);
		expect(variation).toBe('unknown');
		expect(podMargin({variation, canaryPods: 2, stablePods: 20})).toBeCloseTo(0.47, 2);
	});
});

describe('beside what is known', () => {
	test('a past with fewer than 500 requests bounds nothing', () => {
		expect(pastBound({failures: 0, requests: 499, phi: 1})).toBeNull();
		expect(pastBound({failures: 0, requests: 500, phi: 1})).toBeCloseTo(0.0158, 10);
	});

	test('a switch goes off again when the version is well', () => {
		const level = {ratio: 0.01, need: 1_000};
		let state = switchedOff;
		const positions = [...new Array(10).fill(100), ...new Array(20).fill(2)].map(failures => {
			state = switchAfter(state, {failures, requests: 1_000, phi: 1}, level);
			return state.isOn;
		});
		expect(positions.slice(0, 3)).toEqual([false, true, true]);
		expect(positions.at(-1)).toBe(false);
	});

	test('thresholds are not chosen of a histogram without requests', () => {
		expect(latencyThresholds([], null)).toEqual({slowMs: null, verySlowMs: null});
	});
});

describe('where the extra failures are', () => {
	const whole = {canaryFailures: 100, canaryRequests: 2_000, stableFailures: 100, stableRequests: 20_000, phi: 1};
	const pod = (value: string, canaryFailures: number): Slice => ({
		dimension: 'pod',
		value,
		canaryFailures,
		stableFailures: 0,
		requests: {canary: 1_000, stable: 0},
	});
	const caller = (value: string, canaryFailures: number): Slice => ({
		dimension: 'caller',
		value,
		canaryFailures,
		stableFailures: 50,
		requests: {canary: 1_000, stable: 10_000},
	});

	test('is likely not the code where they follow a place, and nearly all of them do', () => {
		expect(whereItFails([{whole, slices: [pod('x1', 4), pod('x2', 96)]}])).toEqual({
			parts: [{dimension: 'pod', value: 'x2', share: 1, traffic: 0.5}],
			isLikelyNotCode: true,
		});
		expect(whereItFails([{whole, slices: [pod('x1', 18), pod('x2', 82)]}])?.isLikelyNotCode).toBe(true);
		expect(whereItFails([{whole, slices: [pod('x1', 24), pod('x2', 76)]}])?.isLikelyNotCode).toBe(false);
	});

	test('may be the code where they follow a caller as well', () => {
		const where = whereItFails([{whole, slices: [pod('x1', 4), pod('x2', 96), caller('web', 95), caller('app', 5)]}]);
		expect(where?.parts.map(({value}) => value)).toEqual(['x2', 'web']);
		expect(where?.isLikelyNotCode).toBe(false);
	});

	test('is nowhere without extra failures, or without requests', () => {
		expect(whereItFails([{whole: {...whole, canaryFailures: 10}, slices: [pod('x1', 0), pod('x2', 10)]}])).toBeNull();
		expect(whereItFails([{whole: {...whole, stableRequests: 0}, slices: [pod('x1', 0), pod('x2', 100)]}])).toBeNull();
	});

	test('is said of a service whose stable version does not fail at all', () => {
		const where = whereItFails([
			{
				whole: {...whole, stableFailures: 0},
				slices: [
					{...caller('web', 95), stableFailures: 0},
					{...caller('app', 5), stableFailures: 0},
				],
			},
		]);
		expect(where?.parts).toEqual([{dimension: 'caller', value: 'web', share: 0.95, traffic: 0.5}]);
	});

	test('is told of what each viewpoint counts, by the chance of all slices together', () => {
		const seen = {...whole, canaryFailures: 90};
		const callers = [caller('web', 95), caller('app', 5)];
		const where = whereItFails([
			{whole, slices: callers},
			{whole: seen, slices: [pod('x1', 4), pod('x2', 86)]},
		]);
		// All of the 90 extra failures, and all of the 80 that reached a pod: of equals the first leads.
		expect(where?.parts.map(({value}) => value)).toEqual(['web', 'x2']);
		// 20 of 25 on one of two: P(Bin(25, 1/2) ≥ 20) = 0.002, told with two slices and not with six.
		const few = {canaryFailures: 25, canaryRequests: 2_000, stableFailures: 0, stableRequests: 18_000, phi: 1};
		const slices = [pod('x1', 5), pod('x2', 20)].map(slice => ({...slice, stableFailures: 0}));
		expect(whereItFails([{whole: few, slices}])?.parts).toMatchObject([{value: 'x2', share: 0.8}]);
		expect(
			whereItFails([
				{whole: few, slices},
				{whole: few, slices: ['a', 'b', 'c', 'd'].map(name => ({...caller(name, 0), stableFailures: 0}))},
			]),
		).toBeNull();
	});
});
