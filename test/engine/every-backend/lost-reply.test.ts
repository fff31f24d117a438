import fc from 'fast-check';
import {expect, test} from 'vitest';
import {sendingSteps} from '../support/carry-out.ts';
import {everyBackend} from '../support/double-press.ts';
import {someDoings} from '../support/every-plan.ts';
import {colleagues, fates, judge} from '../support/lost.ts';

const losses = someDoings().flatMap(doing => sendingSteps(doing.plan).map(at => ({doing, at})));

test('the lost requests cover every backend and every kind of request', () => {
	const kinds = new Set(losses.map(({doing, at}) => doing.plan.steps[at]?.kind));
	expect([...kinds].sort()).toEqual(['delete', 'patch', 'post']);
	expect([...new Set(losses.map(({doing}) => doing.situation.backend))].sort()).toEqual(everyBackend);
});

test('no verdict on a lost request is wrong and nothing is sent again, whatever happens meanwhile', () => {
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

test('an earlier step that perch wrote does not prove that perch wrote the later one, which a colleague did', () => {
	const later = losses.filter(({at}) => at > 0);
	expect(later.length).toBeGreaterThan(5);
	for (const loss of later) {
		const {faults} = judge(loss, {fate: {kind: 'lost', request: 'lost'}, colleague: 'theSame'});
		expect(faults).toEqual([]);
	}
});
