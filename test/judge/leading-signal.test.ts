import {expect, test} from 'vitest';
import {defaultParameters, parametersWith, signals} from '../../source/judge/signal-parameters.ts';
import {leadingSignal} from '../../source/judge/verdict/leading-signal.ts';

test.each([
	['any harm before what errors say', {errors: 'noHarmAbove', slow: 'tooFew', verySlow: 'worse'}, 'verySlow'],
	['of two that are worse the first', {errors: 'tooFew', slow: 'worse', verySlow: 'worse', shape: 'worse'}, 'slow'],
	['what cannot be compared before harm', {errors: 'worse', slow: 'cannotCompare'}, 'slow'],
	['harm before what is bad on both sides', {errors: 'bothBad', shape: 'worse'}, 'shape'],
	['what is bad on both sides before what was worse', {errors: 'wasWorse', slow: 'bothBad'}, 'slow'],
	['what was worse before what errors say', {errors: 'noHarmAbove', slow: 'wasWorse'}, 'slow'],
	['errors where nothing leads', {errors: 'tooFew', slow: 'noHarmAbove'}, 'errors'],
	['the first that is measured where errors are not', {slow: 'tooFew', verySlow: 'noHarmAbove'}, 'slow'],
	['nothing where nothing is measured', {}, null],
] as const)('a release is judged by %s', (_what, kinds, signal) => {
	expect(leadingSignal(kinds)).toBe(signal);
});

test('at most one of a hundred releases without harm is called worse, over all signals', () => {
	const sum = signals.reduce((total, signal) => total + defaultParameters[signal].alpha, 0);
	expect(sum).toBeCloseTo(0.01, 12);
});

test('what is configured of one signal leaves the rest as it is', () => {
	const parameters = parametersWith({slow: {marginRatio: 0.02}});
	expect(parameters.slow).toEqual({...defaultParameters.slow, marginRatio: 0.02});
	expect(parameters.errors).toEqual(defaultParameters.errors);
});
