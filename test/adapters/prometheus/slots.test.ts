import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createSlots} from '../../../source/adapters/prometheus/slots.ts';

test('a caller that gives up leaves the queue, and no slot is lost or taken twice', async () => {
	const step = fc.record({kind: fc.constantFrom('take', 'giveBack', 'giveUp'), at: fc.nat(20)});
	await fc.assert(
		fc.asyncProperty(fc.integer({min: 1, max: 4}), fc.array(step, {maxLength: 60}), async (count, steps) => {
			const slots = createSlots(count);
			const held: (() => void)[] = [];
			const waiting: AbortController[] = [];
			for (const {kind, at} of steps) {
				if (kind === 'take') {
					const controller = new AbortController();
					waiting.push(controller);
					void slots.take(controller.signal).then(giveBack => {
						if (giveBack) held.push(giveBack);
						waiting.splice(waiting.indexOf(controller), 1);
					});
				}
				if (kind === 'giveBack' && held.length > 0) held.splice(at % held.length, 1)[0]?.();
				if (kind === 'giveUp') waiting[at % Math.max(1, waiting.length)]?.abort();
				await settle();
				expect(held.length).toBeLessThanOrEqual(count);
				if (waiting.length > 0) expect(held.length).toBe(count);
			}
		}),
	);
});

/** Lets every promise settle that waits for no I/O. */
function settle(): Promise<void> {
	return new Promise(resolve => setImmediate(resolve));
}
