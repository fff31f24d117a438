import fc from 'fast-check';
import {expect, test} from 'vitest';
import {guarded, moves, run, skipped, unguarded} from './promote-model.ts';

test('two operators who promote at the same time never skip a step', () => {
	let promotes = 0;
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...moves), {minLength: 5, maxLength: 60}), schedule => {
			const world = run(schedule, guarded);
			promotes += world.promoted.length;
			expect(skipped(world)).toEqual([]);
		}),
		{numRuns: 400},
	);
	expect(promotes).toBeGreaterThan(50);
});

test('the model tells: a promote without its tests skips steps', () => {
	const schedules = fc.sample(fc.array(fc.constantFrom(...moves), {minLength: 20, maxLength: 60}), 400);
	expect(schedules.some(schedule => skipped(run(schedule, unguarded)).length > 0)).toBe(true);
});
