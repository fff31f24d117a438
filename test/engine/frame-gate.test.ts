import {expect, test} from 'vitest';
import {createFrameGate} from '../../source/engine/frame-gate.ts';
import {createVirtualClock} from './support/virtual-clock.ts';

test('a frame that is slow to make is made less often, and still at once after a key', () => {
	const clock = createVirtualClock(0);
	let spentMs = 0;
	let slowMs = 1;
	let frames = 0;
	const gate = createFrameGate({
		select: () => {
			spentMs += slowMs;
			frames++;
			return frames;
		},
		clock: {...clock, monotonicMs: () => clock.monotonicMs() + spentMs},
	});
	const framesIn = (durationMs: number) => {
		const before = frames;
		for (let passedMs = 0; passedMs < durationMs; passedMs++) {
			gate.mark();
			clock.advance(1);
		}
		return frames - before;
	};
	expect(framesIn(2_000)).toBe(16);
	slowMs = 100;
	framesIn(125);
	expect(framesIn(2_000)).toBe(5);
	const before = gate.current();
	gate.flush();
	expect(gate.current()).toBe(before + 1);
	slowMs = 900;
	framesIn(500);
	expect(framesIn(2_000)).toBe(2);
});

test('a frame that says the same as the last one is not published', () => {
	const clock = createVirtualClock(0);
	let text = 'shop/cart 40';
	const gate = createFrameGate({select: () => ({rows: [{text}]}), clock});
	const first = gate.current();
	let published = 0;
	gate.subscribe(() => {
		published += 1;
	});
	gate.mark();
	clock.advance(500);
	gate.flush();
	expect(gate.current()).toBe(first);
	expect(published).toBe(0);
	text = 'shop/cart 41';
	gate.mark();
	clock.advance(500);
	expect(gate.current()).toEqual({rows: [{text}]});
	expect(published).toBe(1);
});
