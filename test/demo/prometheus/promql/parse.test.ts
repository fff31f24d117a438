import {describe, expect, it} from 'vitest';
import {anchored} from '../../../../source/demo/prometheus/promql/matchers.ts';
import {instantQuery} from '../../../../source/demo/prometheus/promql/query.ts';
import {semanticsOf} from '../../../../source/demo/prometheus/promql/semantics.ts';

const settings = {source: {select: () => []}, semantics: semanticsOf('2.42.0')};
const answer = (query: string) => instantQuery(query, 0, settings);

describe('a construct that only a real Prometheus knows is refused by its name, as an execution error', () => {
	it.each([
		['bottomk(3, up)', 'bottomk'],
		['quantile(0.9, up)', 'quantile'],
		['deriv(up[5m])', 'deriv'],
		['absent(up)', 'absent'],
		['predict_linear(up[5m], 3)', 'predict_linear'],
		['up atan2 up', 'atan2'],
		['up{job=~"[[:alpha:]]+"}', '[[:'],
		['rate(up[5m] smoothed)', 'SmoothedExpr'],
	])('%s', (query, construct) => {
		const refused = answer(query);
		expect(refused).toMatchObject({kind: 'failed', type: 'execution'});
		expect(refused.kind === 'failed' && refused.message).toContain(construct);
	});
});

describe('a mistake is placed by line and column', () => {
	it.each([
		['sum(up', '1:7: parse error: unexpected end of input'],
		['up +\n  * 2', '2:3: parse error: unexpected "*"'],
		['nofunction(up)', '1:11: parse error: unknown function with name "nofunction"'],
	])('%s', (query, message) => {
		expect(answer(query)).toEqual({kind: 'failed', type: 'bad_data', message});
	});
});

it.each([
	['1 + 2 * 3', 7],
	['(1 + 2) * 3', 9],
	['2 ^ 3 ^ 2', 512],
	['-2 ^ 2', -4],
	['10 - 3 - 2', 5],
	['7 % 4 * 2', 6],
	['1 + 1 == bool 2', 1],
])('%s is %d', (query, value) => {
	expect(answer(query)).toEqual({kind: 'scalar', value});
});

it('regular expressions match whole values', () => {
	expect(anchored('a|b').test('ab')).toBe(false);
	expect(anchored('5..|0').test('503')).toBe(true);
	expect(anchored('(?i)Ab').test('aB')).toBe(true);
	expect(() => anchored('(?=x)')).toThrow('invalid or unsupported Perl syntax');
});
