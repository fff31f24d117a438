import fc from 'fast-check';
import {expect, test} from 'vitest';
import {sendingSteps} from '../engine/support/carry-out.ts';
import {pressTwice} from '../engine/support/double-press.ts';
import {everyDoing} from '../engine/support/every-plan.ts';
import {colleagues, fatesByName, judge} from '../engine/support/lost.ts';
import {factMutations, testMutations} from '../engine/support/mutations.ts';
import {moments, writtenBlindly} from '../engine/support/stale.ts';

const doings = everyDoing();
const doing = fc.constantFrom(...doings);
const gap = fc.integer({min: 0, max: 500});

test('promise 17: two keys 0 to 500 ms apart, a thousand times over the verbs of every backend, act once', () => {
	const latencies = fc.array(fc.integer({min: 0, max: 900}), {minLength: 1, maxLength: 8});
	fc.assert(
		fc.property(doing, fc.record({first: gap, second: gap, latencies}), (one, times) => {
			const {intents, requests} = pressTwice(one, times);
			expect([one.title, intents, requests.length]).toEqual([one.title, 1, new Set(requests).size]);
		}),
		{numRuns: 1_000},
	);
});

test('promise 19: whatever fact moves, at whatever moment of a plan, perch writes nothing on the old view', () => {
	const blind: string[] = [];
	for (const one of doings) {
		for (const mutation of factMutations(one)) {
			for (const moment of moments) {
				const what = writtenBlindly(one, mutation, moment);
				if (what !== null) blind.push(`${one.title}, ${mutation.facts} moved ${moment}: ${what}`);
			}
		}
		for (const mutation of testMutations(one)) {
			const what = writtenBlindly(one, mutation, 'under way');
			if (what !== null) blind.push(`${one.title}, ${JSON.stringify(mutation.patch)} under way: ${what}`);
		}
	}
	expect(blind).toEqual([]);
});

// A test for each fate: together they would take longer than a test may on a busy machine.
test.each(Object.entries(fatesByName))(
	'promise 20: perch judges no request that was %s wrongly, whatever its plan and other people did',
	(_name, fate) => {
		const losses = doings.flatMap(one => sendingSteps(one.plan).map(at => ({doing: one, at})));
		const wrong: string[] = [];
		const cases = fc.sample(fc.tuple(fc.constantFrom(...losses), fate, colleagues), 1_250);
		for (const [loss, fateOfIt, colleague] of cases) wrong.push(...judge(loss, {fate: fateOfIt, colleague}).faults);
		expect(wrong).toEqual([]);
	},
);
