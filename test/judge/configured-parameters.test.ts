import {describe, expect, test} from 'vitest';
import {judgeSettings} from '../../source/domain/settings/judge-settings.ts';
import {configuredParameters} from '../../source/judge/settings/configured-parameters.ts';
import {careRatio, defaultParameters, signals} from '../../source/judge/signal-parameters.ts';

const fileNames = {errors: 'errors', slow: 'slow', verySlow: 'verySlow', shape: 'histogram'} as const;

test('without settings all is as by default', () => {
	expect(configuredParameters({})).toEqual(defaultParameters);
});

test('a setting is of its own signal alone', () => {
	expect(configuredParameters({'errors.marginRatio': 0.001, 'histogram.alpha': 0.0001})).toEqual({
		...defaultParameters,
		errors: {alpha: 0.005, marginRatio: 0.001, relativeMargin: 0.1, care: {leastRatio: 0.005, timesStable: 1}},
		shape: {alpha: 0.0001, marginRatio: 0.01, relativeMargin: 0.2, care: {leastRatio: 0.05, timesStable: 0.5}},
	});
});

describe('what nobody should miss', () => {
	test('is at least twice each margin', () => {
		const {slow} = configuredParameters({'slow.marginRatio': 0.03, 'slow.relativeMargin': 0.4});
		expect(slow.care).toEqual({leastRatio: 0.06, timesStable: 0.8});
	});

	test.each([0, 0.001, 0.01, 0.1, 0.5])('is never less than what is no harm: stable fails %f', stableRatio => {
		const parameters = configuredParameters({'errors.marginRatio': 0.2, 'errors.relativeMargin': 2});
		for (const signal of signals) {
			const {marginRatio, relativeMargin} = parameters[signal];
			const care = careRatio(parameters[signal], stableRatio);
			expect(care).toBeGreaterThanOrEqual(marginRatio + relativeMargin * stableRatio);
		}
	});
});

test('no chance of a false alarm may be more than by default, so that all sum to one of a hundred whatever is set', () => {
	for (const signal of signals) {
		expect(judgeSettings[`${fileNames[signal]}.alpha`].most).toBe(defaultParameters[signal].alpha);
	}
});
