import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type GateType, gateSchedules, playGate} from '../releases/gate-model.ts';
import {play, schedules} from '../releases/two-operators.ts';
import {routeModels, selectorModel, statefulSetModel} from '../releases/two-operators-models.ts';

const models = [...routeModels, ['service-selector', selectorModel], ['stateful-set', statefulSetModel]] as const;

test.each(models)('two operators on one %s never write on an unseen state, in 10,000 schedules', (_id, model) => {
	let [writes, refused] = [0, 0];
	fc.assert(
		fc.property(schedules, schedule => {
			const played = play(model, schedule);
			writes += played.writes;
			refused += played.refused;
			expect(played.faults).toEqual([]);
		}),
		{numRuns: 10_000},
	);
	expect(writes).toBeGreaterThan(5_000);
	expect(refused).toBeGreaterThan(500);
});

const gates: readonly GateType[] = ['confirm-traffic-increase', 'confirm-promotion'];

test.each(gates)('two operators before a %s gate skip no step, in 10,000 schedules', type => {
	let opened = 0;
	fc.assert(
		fc.property(gateSchedules, schedule => {
			const played = playGate(type, schedule);
			opened += played.opened;
			expect(played.faults).toEqual([]);
			expect(played.isOpenAtTheEnd).toBe(false);
		}),
		{numRuns: 10_000},
	);
	expect(opened).toBeGreaterThan(3_000);
});
