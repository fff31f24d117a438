import {expect, test} from 'vitest';
import {clockTimeSince} from '../../source/domain/time.ts';

test('a time of another day has its date: alone it would read as minutes ago', () => {
	const nowMs = Date.UTC(2026, 10, 21, 13, 40, 0);
	expect(clockTimeSince(Date.UTC(2026, 10, 21, 13, 29, 22), nowMs)).toBe('13:29:22');
	expect(clockTimeSince(Date.UTC(2026, 10, 19, 13, 29, 22), nowMs)).toBe('2026-11-19 13:29');
});
