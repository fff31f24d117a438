import {expect, test} from 'vitest';
import {
	failuresCell,
	latencyCell,
	latencyText,
	percentCell,
	percentText,
	rateText,
	shortLatencyCell,
} from '../../source/views/lines/figures.ts';

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
	expect(texts).toEqual(['0.00', '-', '', '?', '0.00', '≥2.5s', '48ms?']);
	// A stale value is grey; the row says `old` beside it.
	expect(percentCell({kind: 'stale', value: 0, atMs: 0}).meaning).toBe('dim');
});

test.each([
	[{kind: 'value', value: 114, atMs: 0}, '114'],
	[{kind: 'value', value: 0.42, atMs: 0}, '0.4'],
	[{kind: 'value', value: 1_100, atMs: 0}, '1.1s'],
	[{kind: 'tooFew', value: 45, atMs: 0}, '45?'],
	[{kind: 'above', boundMs: 250, atMs: 0}, '≥250'],
	[{kind: 'above', boundMs: 5_000, atMs: 0}, '≥5s'],
	[{kind: 'noTraffic', atMs: 0}, '-'],
	[{kind: 'noSeries'}, ''],
	[{kind: 'notRead', isAwaited: true}, '…'],
	[{kind: 'notRead', isAwaited: false}, '?'],
] as const)('in a narrow column the latency %j reads %s', (reading, text) => {
	expect(shortLatencyCell(reading).text).toBe(text);
});

test.each([
	[0, 'stable', '~3.5'],
	[2, 'stable', '~3.5'],
	[40, 'stable', '40'],
	[0, 'past', '0'],
] as const)('%d failed requests a minute, where 3.5 more than of %s are proven, read %s', (value, against, text) => {
	const harm = {kind: 'fails', against, extraPerMinute: 3.5, failedPerMinute: value} as const;
	expect(failuresCell({harm, failuresPerMinute: {kind: 'value', value, atMs: 0}}).text).toBe(text);
});

test('figures that are too old, or were not measured, stay what they are beside harm', () => {
	const harm = {kind: 'fails', against: 'stable', extraPerMinute: 3.5, failedPerMinute: 0} as const;
	expect(failuresCell({harm, failuresPerMinute: {kind: 'noSeries'}}).text).not.toContain('~');
	expect(failuresCell({harm, failuresPerMinute: {kind: 'stale', value: 0, atMs: 0}}).text).not.toContain('3.5');
	expect(failuresCell({harm: null, failuresPerMinute: {kind: 'value', value: 0, atMs: 0}}).text).toBe('0');
});
