import fc from 'fast-check';
import {expect, test} from 'vitest';
import {everyBackend, pressTwice} from '../support/double-press.ts';
import {someDoings} from '../support/every-plan.ts';

const doings = someDoings();

test('every verb of every backend is carried out once when its keys are pressed twice, at any pace', () => {
	const seen = new Set<string>();
	const times = fc.record({
		first: fc.integer({min: 0, max: 500}),
		second: fc.integer({min: 0, max: 500}),
		latencies: fc.array(fc.integer({min: 0, max: 900}), {minLength: 1, maxLength: 8}),
	});
	const sampled = fc.sample(times, {numRuns: doings.length, seed: 17});
	for (const [at, doing] of doings.entries()) {
		const time = sampled[at];
		if (!time) continue;
		const {intents, requests} = pressTwice(doing, time);
		expect([doing.title, intents]).toEqual([doing.title, 1]);
		expect([doing.title, requests.length]).toEqual([doing.title, new Set(requests).size]);
		seen.add(doing.situation.backend);
	}
	expect([...seen].sort()).toEqual(everyBackend);
});
