import fc from 'fast-check';
import {expect, test} from 'vitest';
import {sendingSteps} from '../support/carry-out.ts';
import {everyBackend} from '../support/double-press.ts';
import {someDoings} from '../support/every-plan.ts';
import {colleagues, fates, judge} from '../support/lost.ts';

const losses = someDoings().flatMap(doing => sendingSteps(doing.plan).map(at => ({doing, at})));

test('every backend, and every kind of request, is among them', () => {
	const kinds = new Set(losses.map(({doing, at}) => doing.plan.steps[at]?.kind));
	expect([...kinds].sort()).toEqual(['delete', 'patch', 'post']);
	expect([...new Set(losses.map(({doing}) => doing.situation.backend))].sort()).toEqual(everyBackend);
});

test('whatever became of a lost request, and whatever others did meanwhile: no verdict is wrong, nothing is sent again', () => {
	const verdicts = new Map<string, number>();
	const how = fc.sample(fc.record({fate: fates, colleague: colleagues}), {numRuns: losses.length, seed: 20});
	const wrong: string[] = [];
	for (const [turn, loss] of losses.entries()) {
		const met = how[turn];
		if (!met) continue;
		const {faults, verdict} = judge(loss, met);
		wrong.push(...faults);
		verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
	}
	expect(wrong).toEqual([]);
	expect([...verdicts.keys()].sort()).toEqual(['APPLIED', 'NOT APPLIED', 'UNKNOWN', 'answered', 'it is']);
});

test('that an earlier step of the same plan was ours proves nothing of a later one, which another did', () => {
	const later = losses.filter(({at}) => at > 0);
	expect(later.length).toBeGreaterThan(5);
	for (const loss of later) {
		const {faults} = judge(loss, {fate: {kind: 'lost', request: 'lost'}, colleague: 'theSame'});
		expect(faults).toEqual([]);
	}
});
