import {describe, expect, test} from 'vitest';
import type {JudgeSettings} from '../../source/domain/settings/judge-settings.ts';
import {judgedSignals} from '../../source/engine/evidence/rows/judged-signals.ts';
import type {VersionCounts} from '../../source/engine/state/release-evidence.ts';
import {defaultParameters} from '../../source/judge/signal-parameters.ts';

describe('the rules of a release', () => {
	test('are the defaults where nothing is set, and without an objective', () => {
		const rules = judged({}).map(one => one.rules);
		expect(rules.map(({signal, parameters}) => [signal, parameters])).toEqual(Object.entries(defaultParameters));
		expect(rules.map(({objectiveRatio}) => objectiveRatio)).toEqual([null, null, null, null]);
	});

	test('are those that are set, each of its own signal', () => {
		const rules = judged({
			'errors.objectiveRatio': 0.002,
			'errors.marginRatio': 0.001,
			'slow.relativeMargin': 0.1,
			'verySlow.alpha': 0.0005,
			'histogram.marginRatio': 0.02,
		}).map(one => one.rules);
		expect(rules.map(({objectiveRatio}) => objectiveRatio)).toEqual([0.002, null, null, null]);
		expect(rules.map(({parameters}) => [parameters.alpha, parameters.marginRatio, parameters.relativeMargin])).toEqual([
			[0.005, 0.001, 0.1],
			[0.002, 0.005, 0.1],
			[0.0005, 0.0025, 0.2],
			[0.001, 0.02, 0.2],
		]);
	});
});

describe('of the histogram 50, 100, 250, 1000 ms, of which 40, 5, 1 and 0 % took longer', () => {
	test.each([
		['without an objective the bounds are those of about 5 and 1 %', null, [100, 250]],
		['an objective that is a bound is taken', 100, [100, 250]],
		['an objective between two bounds takes the upper one', 101, [250]],
		['an objective below all takes the first, and very slow stays below half of it', 20, [50, 250]],
		['an objective that few requests miss has no very slow beside it', 400, [1_000]],
		['an objective above all bounds leaves the choice to the past', 5_000, [100, 250]],
	] as const)('%s', (_what, objectiveMs, bounds) => {
		const signals = judged(objectiveMs === null ? {} : {'slow.objectiveMs': objectiveMs});
		const [, ...slow] = signals.filter(({rules}) => rules.signal !== 'shape');
		expect(slow.map(({boundsMs}) => boundsMs)).toEqual(bounds.map(bound => [bound]));
		expect(signals.at(-1)).toMatchObject({rules: {signal: 'shape'}, boundsMs: [50, 100, 250, 1_000]});
	});
});

/** Two rows of stable, 10,000 requests in all. */
const row: VersionCounts = {
	requests: 5_000,
	failures: 25,
	counts: [
		{upperMs: 50, cumulative: 3_000},
		{upperMs: 100, cumulative: 4_750},
		{upperMs: 250, cumulative: 4_950},
		{upperMs: 1_000, cumulative: 5_000},
		{upperMs: Number.POSITIVE_INFINITY, cumulative: 5_000},
	],
};

function judged(settings: JudgeSettings) {
	return judgedSignals({canary: 1, stable: 2}, [row, row], settings);
}
