import {describe, expect, test} from 'vitest';
import {total} from '../../source/judge/counts/dispersion.ts';
import {binomialInterval} from '../../source/statistics/binomial-interval.ts';
import {counterOf, type Pods} from '../../tools/simulate/counting.ts';
import {
	cumulativeOf,
	failedOf,
	latencyRelease,
	slowerOf,
	usualShareAbove,
} from '../../tools/simulate/latency-release.ts';
import {otherRules} from '../../tools/simulate/other-rules.ts';
import {randomOf} from '../../tools/simulate/random.ts';
import {type LookedAt, releaseIn} from '../../tools/simulate/release.ts';
import {worldOf} from '../../tools/simulate/world.ts';

describe('a release that is drawn', () => {
	test('lasts two hours after one of the past, with the rate, the weight and the ratios of its world', () => {
		const world = worldOf({canaryRatioAt: () => 0.02});
		const {past, rows} = releaseIn(world, randomOf('release'));
		const drawn = [...rows];
		expect([past.failures.length, drawn.length, drawn.at(-1)?.endMs]).toEqual([240, 480, 7_200_000]);
		const [canary, stable] = [sumOf(drawn.map(row => row.canary)), sumOf(drawn.map(row => row.stable))];
		expect((canary.requests + stable.requests) / 7_200_000).toBeCloseTo(1, 2);
		expect(canary.requests / (canary.requests + stable.requests)).toBeCloseTo(0.05, 3);
		expect(canary.failures / canary.requests).toBeCloseTo(0.02, 3);
		expect(stable.failures / stable.requests).toBeCloseTo(0.005, 3);
		expect(drawn.some(({isRestart, isWarm}) => isRestart || isWarm)).toBe(false);
	});

	test('begins a new clock where its weight changes, and is warm where its world says so', () => {
		const world = worldOf({weightAt: seconds => (seconds < 60 ? 0.05 : 0.2), warmSeconds: 30});
		const drawn = [...releaseIn(world, randomOf('steps')).rows];
		expect(drawn.flatMap(({isRestart}, row) => (isRestart ? [row] : []))).toEqual([4]);
		expect(drawn.flatMap(({isWarm}, row) => (isWarm ? [row] : []))).toEqual([0, 1]);
	});

	test('has pods that differ, and failures that come together', () => {
		const ofStable = (different: Parameters<typeof worldOf>[0]) =>
			[...releaseIn(worldOf(different), randomOf('pods')).rows].map(({stable}) => stable);
		const spread = (counts: readonly number[]) => {
			const mean = total(counts) / counts.length;
			return total(counts.map(count => (count - mean) ** 2)) / counts.length / mean;
		};
		const lasting = podSums(ofStable({podsDiffer: {lasting: 0.3, inEachRow: 0}}));
		expect(spread(lasting)).toBeGreaterThan(20);
		const variance = (different: Parameters<typeof worldOf>[0]) =>
			spread(ofStable(different).map(({failures}) => total(failures)));
		expect(variance({})).toBeLessThan(1.5);
		expect(variance({failures: 'inBursts'})).toBeGreaterThan(6);
		expect(variance({failures: 'retried'})).toBeGreaterThan(2.3);
	});
});

describe('what a look counts', () => {
	const happened: readonly Pods[] = Array.from({length: 2_000}, () => ({failures: [3, 1], requests: [30, 10]}));

	test('is each failure four times where windows overlap', () => {
		const count = counterOf('overlapping', randomOf('counts'));
		const counted = happened.map(count);
		expect(counted[10]?.failures).toEqual([12, 4]);
		expect(counted[0]?.requests).toEqual([40, 40 / 3]);
	});

	test('comes later, or never, where scrapes are late and counters are reset', () => {
		const count = counterOf('lateOrLost', randomOf('counts'));
		const counted = happened.map(count);
		const all = sumOf(counted);
		expect(all.failures * 10).toBe(all.requests);
		expect(all.requests / sumOf(happened).requests).toBeGreaterThan(0.99);
		expect(all.requests).toBeLessThan(sumOf(happened).requests);
		expect(counted.some(({requests}) => requests[0] === 60)).toBe(true);
		expect(counted.filter(({hasRestarted}) => hasRestarted).length).toBeGreaterThan(4);
	});
});

test('the histogram has the shares of its world, and failures among its requests', () => {
	const {rows} = latencyRelease({requestsPerSecond: 1_000, canaryShareAbove: () => 0.5}, randomOf('histogram'));
	const drawn = [...rows];
	const stable = sumOf(drawn.map(row => slowerOf(row.stable, 250)));
	expect(stable.failures / stable.requests).toBeCloseTo(usualShareAbove(250), 2);
	expect(usualShareAbove(250)).toBeCloseTo(0.05, 3);
	const canary = sumOf(drawn.map(row => slowerOf(row.canary, 2_500)));
	expect(canary.failures / canary.requests).toBeCloseTo(0.5, 2);
	const [first] = drawn;
	if (first === undefined) throw new Error('nothing was drawn');
	expect(cumulativeOf(first.stable).at(-1)).toBe(total(failedOf(first.stable).requests));
});

describe('other rules', () => {
	const row = (failures: number): LookedAt => ({
		endMs: 0,
		canary: {failures: [failures], requests: [1_000]},
		stable: {failures: [50], requests: [10_000]},
		isRestart: false,
		isWarm: false,
	});
	const stopsAt = (rule: keyof typeof otherRules, failures: readonly number[]) => {
		const stops = otherRules[rule]();
		const at = failures.findIndex(count => stops(row(count)));
		return at < 0 ? null : at + 1;
	};

	test('stop at the third and fifth minute below 99 %', () => {
		const bad = new Array<number>(40).fill(11);
		expect([stopsAt('argo', bad), stopsAt('flagger', bad)]).toEqual([12, 20]);
		const good = new Array<number>(40).fill(9);
		expect([stopsAt('argo', good), stopsAt('flagger', good)]).toEqual([null, null]);
	});

	test('compare what they have seen', () => {
		expect(stopsAt('z', [5, 5, 5])).toBeNull();
		// 12 of 1,000 beside 50 of 10,000: z is 2.82, and Newcombe's interval begins at 0.16 %.
		expect(stopsAt('z', [12])).toBe(1);
		expect(stopsAt('newcombe', new Array<number>(9).fill(12))).toBe(8);
		expect(stopsAt('newcombe', new Array<number>(40).fill(5))).toBeNull();
	});
});

test('the exact interval of a chance', () => {
	expect(binomialInterval(1, 20).low).toBeCloseTo(0.001265, 5);
	expect(binomialInterval(1, 20).high).toBeCloseTo(0.248733, 5);
	expect(binomialInterval(0, 1_000)).toEqual({low: 0, high: expect.closeTo(1 - 0.025 ** (1 / 1_000), 6)});
	expect(binomialInterval(5, 5)).toEqual({low: expect.closeTo(0.025 ** (1 / 5), 6), high: 1});
});

function sumOf(rows: readonly Pods[]) {
	return {
		failures: total(rows.map(({failures}) => total(failures))),
		requests: total(rows.map(({requests}) => total(requests))),
	};
}

function podSums(rows: readonly Pods[]): readonly number[] {
	return (rows[0]?.failures ?? []).map((_, pod) => total(rows.map(({failures}) => failures[pod] ?? 0)));
}
