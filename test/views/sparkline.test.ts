import {expect, test} from 'vitest';
import {sparkline} from '../../source/views/lines/sparkline.ts';

const flat = (value: number | null, count = 7) => Array.from({length: count}, () => value);

test('keeps peaks and gaps, and tells little from nothing', () => {
	expect(sparkline([0, 0, 1, 0, null, 0.5], 6, 0.01)).toBe('▁▁▇▁ ▄');
	expect(sparkline([0, 0, 0, 9, 0, 0], 2, 0.01)).toBe('▁▇');
	expect(sparkline([0, 0.0001], 2, 1)).toBe('▁▂');
	expect(sparkline([null, Number.NaN], 2, 1)).toBe('');
	expect(sparkline([], 15, 1)).toBe('');
});

test('a steady series stands at half the height, whatever its level', () => {
	expect(sparkline(flat(5), 7, 0)).toBe('▄▄▄▄▄▄▄');
	expect(sparkline(flat(5_000), 7, 0)).toBe('▄▄▄▄▄▄▄');
	expect(sparkline(flat(0), 7, 0)).toBe('▁▁▁▁▁▁▁');
});

test('a change from the steady level is visible, up and down', () => {
	expect(sparkline([100, 100, 100, 100, 100, 150, 200], 7, 0)).toBe('▄▄▄▄▄▆▇');
	expect(sparkline([100, 100, 100, 100, 100, 50, 0], 7, 0)).toBe('▄▄▄▄▄▃▁');
});

test('a change that lasts for most of the range looks like the level, with the time before below it', () => {
	expect(sparkline([0, 6, 6, 6, 6, 6, 6], 7, 0)).toBe('▁▄▄▄▄▄▄');
});

test('noise below the floor never looks like a peak', () => {
	expect(sparkline([0, 0, 0, 0.0001, 0, 0, 0], 7, 0.001)).toBe('▁▁▁▂▁▁▁');
	expect(sparkline([0, 0, 0, 0.0001, 0, 0, 0], 7, 0)).toBe('▁▁▁▇▁▁▁');
});

test('is no wider than its values, and as wide as it may be', () => {
	expect(sparkline([1, 2], 7, 0)).toHaveLength(2);
	expect(sparkline(flat(1, 30), 7, 0)).toHaveLength(7);
	expect(sparkline(flat(1, 30), 0, 0)).toBe('');
});
