import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {createSystemClock} from '../../../source/adapters/system/system-clock.ts';

describe('the system clock', () => {
	beforeEach(() => {
		vi.useFakeTimers({now: Date.UTC(2026, 10, 21)});
	});
	afterEach(() => {
		vi.useRealTimers();
	});
	test('tells wall time, and a duration that a changed wall clock does not touch', () => {
		const clock = createSystemClock();
		expect(clock.nowMs()).toBe(Date.UTC(2026, 10, 21));
		const startMs = clock.monotonicMs();
		vi.advanceTimersByTime(1_500);
		expect(clock.monotonicMs() - startMs).toBe(1_500);
		vi.setSystemTime(0);
		expect(clock.nowMs()).toBe(0);
		expect(clock.monotonicMs() - startMs).toBe(1_500);
	});
	test('runs a timer once after its delay, and never after it was cancelled', () => {
		const clock = createSystemClock();
		const run = vi.fn();
		const cancelled = vi.fn();
		clock.after(100, run);
		const cancel = clock.after(100, cancelled);
		vi.advanceTimersByTime(99);
		expect(run).not.toHaveBeenCalled();
		cancel();
		vi.advanceTimersByTime(500);
		expect(run).toHaveBeenCalledTimes(1);
		expect(cancelled).not.toHaveBeenCalled();
	});
	test('does not fire a timer at once whose delay is beyond what timers can hold', () => {
		const run = vi.fn();
		createSystemClock().after(40 * 24 * 3_600_000, run);
		vi.advanceTimersByTime(3_600_000);
		expect(run).not.toHaveBeenCalled();
	});
});
