import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Played, play, schedules} from './two-operators.ts';
import {routeModels, selectorModel, statefulSetModel} from './two-operators-models.ts';

const models = [...routeModels, ['service-selector', selectorModel], ['stateful-set', statefulSetModel]] as const;

describe.each(models)('two operators on one %s', (_id, model) => {
	test('never write on a state that they did not see', () => {
		const played: Played[] = [];
		fc.assert(
			fc.property(schedules, schedule => {
				const result = play(model, schedule);
				played.push(result);
				expect(result.faults).toEqual([]);
			}),
			{numRuns: 400},
		);
		// Otherwise the property would prove nothing.
		expect(played.reduce((sum, {writes}) => sum + writes, 0)).toBeGreaterThan(30);
		expect(played.reduce((sum, {refused}) => sum + refused, 0)).toBeGreaterThan(5);
	});

	test('would do so without the tests of their requests, and the model catches it', () => {
		const blind = fc
			.sample(schedules, {numRuns: 200, seed: 18})
			.flatMap(schedule => play(model, schedule, false).faults);
		expect(blind.length).toBeGreaterThan(0);
	});
});
