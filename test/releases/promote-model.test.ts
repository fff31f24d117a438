import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	guarded,
	halfJump,
	moves,
	type Planner,
	run,
	skipped,
	unguarded,
	untested,
	type World,
} from './promote-model.ts';

test('two operators who promote and jump at the same time never skip a step that they did not see', () => {
	let promotes = 0;
	let jumps = 0;
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...moves), {minLength: 5, maxLength: 60}), schedule => {
			const world = run(schedule, guarded);
			promotes += world.promoted.length;
			jumps += world.jumps;
			expect(faultsOf(world)).toEqual([]);
		}),
		{numRuns: 400},
	);
	expect(promotes).toBeGreaterThan(50);
	expect(jumps).toBeGreaterThan(50);
});

test.each<[string, Planner]>([
	['a promote as the official client sends it', unguarded],
	['promotes and jumps without their tests', untested],
	['a jump that leaves controllerPause to the next pause', halfJump],
])('the model catches skipped steps with %s', (_what, planner) => {
	const schedules = fc.sample(fc.array(fc.constantFrom(...moves), {minLength: 20, maxLength: 60}), 400);
	expect(schedules.some(schedule => faultsOf(run(schedule, planner)).length > 0)).toBe(true);
});

function faultsOf(world: World): readonly string[] {
	return [...world.faults, ...skipped(world)];
}
