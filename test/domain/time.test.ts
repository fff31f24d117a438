import {expect, test} from 'vitest';
import {clockTime, clockTimeSince, deadlineMs, formatDuration} from '../../source/domain/time.ts';

test('a time of another day is shown with its date, as alone it would read as minutes ago', () => {
	const nowMs = Date.UTC(2026, 10, 21, 13, 40, 0);
	expect(clockTimeSince(Date.UTC(2026, 10, 21, 13, 29, 22), nowMs)).toBe('13:29:22');
	expect(clockTimeSince(Date.UTC(2026, 10, 19, 13, 29, 22), nowMs)).toBe('2026-11-19 13:29');
});

test('a duration has two units at the most, rounded to the smaller one', () => {
	const hours = 3_600_000;
	const minutes = 60_000;
	expect(formatDuration(72 * hours - minutes)).toBe('3d');
	expect(formatDuration(71 * hours + 20 * minutes)).toBe('2d23h');
	expect(formatDuration(48 * hours)).toBe('2d');
	expect(formatDuration(48 * hours - 20_000)).toBe('2d');
	expect(formatDuration(47 * hours + 59 * minutes)).toBe('47h59m');
	expect(formatDuration(3 * hours + 5 * minutes + 40_000)).toBe('3h06m');
	expect(formatDuration(hours - 400)).toBe('1h');
	expect(formatDuration(252_000)).toBe('4m12s');
	expect(formatDuration(7 * 24 * hours)).toBe('7d');
	expect(formatDuration(-5)).toBe('0s');
});

test('a future time of another day is shown with its date, however far away it is', () => {
	const nowMs = Date.UTC(2026, 10, 21, 23, 50, 0);
	expect(clockTimeSince(nowMs + 120_000, nowMs)).toBe('23:52:00');
	expect(clockTimeSince(nowMs + 1_200_000, nowMs)).toBe('2026-11-22 00:10');
	expect(clockTimeSince(nowMs + 172_800_000, nowMs)).toBe('2026-11-23 23:50');
	expect(clockTimeSince(Number.MAX_VALUE, nowMs)).toBe('9999-12-31 23:59');
	expect(clockTime(Number.MAX_SAFE_INTEGER)).toBe('23:59:59');
});

test('the largest number of seconds gives no deadline, and neither does a missing one', () => {
	expect(deadlineMs(1_000, 600)).toBe(601_000);
	expect(deadlineMs(1_000, 2_147_483_647)).toBeNull();
	expect(deadlineMs(1_000, null)).toBeNull();
	expect(deadlineMs(null, 600)).toBeNull();
});
