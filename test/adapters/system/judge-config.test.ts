import {expect, test} from 'vitest';
import {parseConfig} from '../../../source/adapters/system/config-parse.ts';

const ratio = (most: number) => `must be from 0 to ${most}, and is`;
const chance = 'with more, of a hundred releases without harm more than one would be called WORSE';

test.each([
	['{errors: {marginRatio: 5}}', `judge.errors.marginRatio ${ratio(0.2)} 5`],
	['{errors: {marginRatio: -0.1}}', `judge.errors.marginRatio ${ratio(0.2)} -0.1`],
	['{slow: {relativeMargin: 20}}', `judge.slow.relativeMargin ${ratio(2)} 20`],
	['{errors: {objectiveRatio: 99.9}}', 'judge.errors.objectiveRatio must be from 0.000001 to 0.5, and is 99.9'],
	['{errors: {objectiveRatio: 0}}', 'judge.errors.objectiveRatio must be from 0.000001 to 0.5, and is 0'],
	['{slow: {objectiveMs: 0.3}}', 'judge.slow.objectiveMs must be from 1 to 600000, and is 0.3'],
	['{errors: {alpha: 0.01}}', `judge.errors.alpha must be from 0.000001 to 0.005, and is 0.01: ${chance}`],
	['{verySlow: {alpha: 0}}', `judge.verySlow.alpha must be from 0.000001 to 0.002, and is 0: ${chance}`],
	['{histogram: {alpha: 0.002}}', `judge.histogram.alpha must be from 0.000001 to 0.001, and is 0.002: ${chance}`],
	['{errors: {marginRatio: .inf}}', `judge.errors.marginRatio ${ratio(0.2)} Infinity`],
	['{errors: {marginRatio: .nan}}', `judge.errors.marginRatio ${ratio(0.2)} NaN`],
	['{errors: {marginRatio: 5%}}', 'judge.errors.marginRatio must be a number from 0 to 0.2'],
	['{errors: {objectiveMs: 300}}', 'judge.errors.objectiveMs is not a known setting'],
	['{verySlow: {objectiveMs: 300}}', 'judge.verySlow.objectiveMs is not a known setting'],
	['{latency: {}}', 'judge.latency is not a known setting'],
	['{errors: [0.001]}', 'judge.errors must be a group of settings'],
	['0.001', 'judge must be a group of settings'],
	['{namespaces: {shop: {errors: {margin: 1}}}}', 'judge.namespaces.shop.errors.margin is not a known setting'],
	['{namespaces: {shop: {services: {}}}}', 'judge.namespaces.shop.services is not a known setting'],
	['{services: {checkout: {}}}', 'judge.services.checkout must be written namespace/name'],
	[
		'{services: {shop/checkout: {slow: {objectiveMs: no}}}}',
		'judge.services.shop/checkout.slow.objectiveMs must be a number from 1 to 600000',
	],
])('judge: %s is a mistake', (judge, message) => {
	for (const [text, path] of [
		[`judge: ${judge}\n`, ''],
		[`contexts:\n  prod:\n    judge: ${judge}\n`, 'contexts.prod.'],
	] as const) {
		const parsed = parseConfig(text);
		expect(parsed.ok ? [] : parsed.error.map(problem => problem.message)).toEqual([path + message]);
	}
});

test('every mistake has its line', () => {
	const parsed = parseConfig('judge:\n  errors:\n    marginRatio: 0.001\n    alpha: 1\n  services: {a: {}}\n');
	expect(parsed.ok ? [] : parsed.error.map(({position}) => position?.line)).toEqual([4, 5]);
});

test('the ends of each range are allowed', () => {
	const judge =
		'{errors: {marginRatio: 0, relativeMargin: 2, alpha: 0.005, objectiveRatio: 0.5}, slow: {objectiveMs: 600000}}';
	expect(parseConfig(`judge: ${judge}`).ok).toBe(true);
});
