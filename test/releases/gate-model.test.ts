import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {careful, type GateType, gateSchedules, type Played, playGate} from './gate-model.ts';

const gates: readonly GateType[] = ['confirm-traffic-increase', 'confirm-promotion'];

describe.each(gates)('two operators before a %s gate', type => {
	test('take no step that neither saw, one at a time, and leave the gate closed in the end', () => {
		const played: Played[] = [];
		fc.assert(
			fc.property(gateSchedules, schedule => {
				const result = playGate(type, schedule);
				played.push(result);
				expect(result.faults).toEqual([]);
				expect(result.isOpenAtTheEnd).toBe(false);
			}),
			{numRuns: 200},
		);
		const sum = (of: (one: Played) => number) => played.reduce((total, one) => total + of(one), 0);
		expect(sum(({opened}) => opened)).toBeGreaterThan(60);
		expect(sum(({refused}) => refused)).toBeGreaterThan(20);
		expect(sum(({weights}) => weights.length)).toBeGreaterThan(200);
		expect(Math.max(...played.flatMap(({weights}) => weights))).toBeGreaterThanOrEqual(30);
	});

	test.each([
		['left open', {...careful, closes: false}],
		['held open while another version comes', {...careful, stops: false}],
	])('are caught by the model with a gate that is %s', (_what, care) => {
		const played = fc.sample(gateSchedules, {numRuns: 100, seed: 18}).map(schedule => playGate(type, schedule, care));
		const wrong = played.filter(({faults, isOpenAtTheEnd}) => faults.length > 0 || isOpenAtTheEnd);
		expect(wrong.length).toBeGreaterThan(0);
	});
});
