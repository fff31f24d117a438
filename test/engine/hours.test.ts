import {expect, test} from 'vitest';
import {deskOn} from './support/recorded.ts';
import {paused} from './support/verdicts.ts';

const hourMs = 3_600_000;

test('hours of polls make the state no larger once it holds what is kept of two, and leave no timer behind', () => {
	const desk = deskOn(paused);
	/** What the state would take as text. */
	const size = () => JSON.stringify(desk.state(), asList).length;
	desk.advance(2 * hourMs);
	const before = {size: size(), timers: desk.clock.waiting()};
	for (let hour = 0; hour < 2; hour += 1) {
		desk.advance(hourMs);
		expect(size()).toBeLessThan(1.02 * before.size);
		expect(desk.clock.waiting()).toBeLessThanOrEqual(before.timers + 1);
	}
});

function asList(_key: string, value: unknown): unknown {
	return value instanceof Map || value instanceof Set ? [...value] : value;
}
