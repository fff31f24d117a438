import fc from 'fast-check';
import {expect, test} from 'vitest';
import {guarded, moves, run, skipped} from '../releases/promote-model.ts';

test('two operators who promote at the same time never skip a step, in 10,000 schedules', () => {
	let promotes = 0;
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...moves), {minLength: 5, maxLength: 60}), schedule => {
			const world = run(schedule, guarded);
			promotes += world.promoted.length;
			expect(skipped(world)).toEqual([]);
		}),
		{numRuns: 10_000},
	);
	expect(promotes).toBeGreaterThan(2_000);
});
