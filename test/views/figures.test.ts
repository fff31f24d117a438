import {expect, test} from 'vitest';
import {latencyCell, latencyText, percentCell, percentText, rateText} from '../../source/views/lines/figures.ts';
import {sparkline} from '../../source/views/lines/sparkline.ts';

test.each([
	[0, '0'],
	[0.01, '<0.1'],
	[0.4, '0.4'],
	[6.84, '6.8'],
	[9.97, '10'],
	[55, '55'],
	[999.4, '999'],
	[999.6, '1.0k'],
	[1_240, '1.2k'],
	[12_400, '12k'],
	[2_500_000, '2.5M'],
])('%d requests a second read %s', (rate, text) => {
	expect(rateText(rate)).toBe(text);
});

test.each([
	[0, '0.00'],
	[0.00001, '<0.01'],
	[0.0031, '0.31'],
	[0.0999, '9.99'],
	[0.124, '12.4'],
	[1, '100'],
])('a ratio of %d reads %s percent', (ratio, text) => {
	expect(percentText(ratio)).toBe(text);
});

test.each([
	[0.62, '0.6ms'],
	[7.2, '7ms'],
	[400, '400ms'],
	[999.6, '1.0s'],
	[1_234, '1.2s'],
	[34_000, '34s'],
])('%d ms read %s', (ms, text) => {
	expect(latencyText(ms)).toBe(text);
});

test('the states of a reading look different', () => {
	const texts = [
		percentCell({kind: 'value', value: 0, atMs: 0}),
		percentCell({kind: 'noTraffic', atMs: 0}),
		percentCell({kind: 'noSeries'}),
		percentCell({kind: 'ambiguous'}),
		percentCell({kind: 'stale', value: 0, atMs: 0}),
		latencyCell({kind: 'above', boundMs: 2_500, atMs: 0}),
		latencyCell({kind: 'tooFew', value: 48, atMs: 0}),
	].map(({text}) => text);
	expect(texts).toEqual(['0.00', '–', '.', '?', '~0.00', '≥2.5s', '48ms?']);
});

test('a trend keeps its peaks, its gaps, and tells little from nothing', () => {
	expect(sparkline([0, 0, 1, 0, null, 0.5], 6, 0.01)).toBe('▁▁▇▁ ▄');
	expect(sparkline([0, 0, 0, 9, 0, 0], 2, 0.01)).toBe('▁▇');
	expect(sparkline([0, 0.0001], 2, 1)).toBe('▁▂');
	expect(sparkline([null, Number.NaN], 2, 1)).toBe('');
	expect(sparkline([], 15, 1)).toBe('');
});
