import {expect, it} from 'vitest';
import {formatValue} from '../../../../source/demo/prometheus/http/format-value.ts';

it.each([
	[0, '0'],
	[-0, '-0'],
	[1.5, '1.5'],
	[-1e-7, '-0.0000001'],
	[1.25e-9, '0.00000000125'],
	[2.5e22, '25000000000000000000000'],
	[1.234e21, '1234000000000000000000'],
	[Number.NaN, 'NaN'],
	[Number.POSITIVE_INFINITY, '+Inf'],
	[Number.NEGATIVE_INFINITY, '-Inf'],
])('%d is written %s', (value, text) => {
	expect(formatValue(value)).toBe(text);
});
