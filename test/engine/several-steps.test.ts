import {describe, expect, test} from 'vitest';
import type {PatchStep} from '../../source/domain/release/plan.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import type {WriteError} from '../../source/ports/cluster.ts';
import {backendWith, confirmed, intentOf, mark, marked, refs, rollout, states} from './support/several-steps.ts';

const refusals: readonly WriteError[] = [
	{kind: 'denied', status: 403, message: safe`forbidden`, missing: null},
	{kind: 'invalid', status: 422, message: safe`invalid`, causes: []},
	{kind: 'preconditionFailed', status: 422, message: safe`it moved`},
	{kind: 'notSent', message: safe`not sent`, retryAfterSeconds: null},
];

describe('a change of several objects', () => {
	const all = refs.map(mark) as unknown as readonly [PatchStep, ...PatchStep[]];
	const n = all.length;

	test('is tried whole as a dry run, then carried out one by one', () => {
		const desk = confirmed(backendWith(all));
		expect(desk.given('dryRun')[0]?.steps.length).toBe(n);
		desk.advance(5_000);
		expect(intentOf(desk).phase.kind).toBe('effective');
		expect(marked(desk)).toBe(n);
		expect(n).toBeGreaterThan(2);
	});

	for (const [k] of all.entries()) {
		test.each(refusals)(`whose step ${k + 1} is refused ($kind) leaves exactly the steps before it done`, error => {
			const desk = confirmed(backendWith(all), step => (step === k ? {kind: 'refused', error} : {kind: 'answered'}));
			desk.advance(5_000);
			expect(marked(desk)).toBe(k);
			expect(states(desk)).toEqual(all.map((_, at) => (at < k ? 'done' : 'notDone')));
			expect(desk.given('send').length).toBe(k + 1);
			expect(intentOf(desk).phase).toMatchObject({
				text: expect.stringContaining(k === 0 ? 'Nothing was changed' : `${k} of ${n} steps are done, the rest is not`),
			});
		});

		test.each(['lost', 'carriedOut'] as const)(
			`whose reply to step ${k + 1} is lost (%s) is read again, not sent again, and reported correctly`,
			request => {
				const desk = confirmed(backendWith(all), step => (step === k ? {kind: 'lost', request} : {kind: 'answered'}));
				desk.advance(2_000);
				expect(states(desk)[k]).toBe(request === 'carriedOut' ? 'done' : 'unknown');
				desk.advance(120_000);
				const sends = desk.given('send').map(({step}) => step);
				expect(new Set(sends).size).toBe(sends.length);
				if (request === 'carriedOut') expect(marked(desk)).toBe(n);
				else {
					expect(marked(desk)).toBe(k);
					expect(states(desk)).toEqual(all.map((_, at) => (at < k ? 'done' : 'notDone')));
				}
			},
		);
	}

	test('that was done in part can be taken back, the last step first', () => {
		const last = n - 1;
		const desk = confirmed(backendWith(all), step =>
			step === last
				? {kind: 'refused', error: {kind: 'denied', status: 403, message: safe`forbidden`, missing: null}}
				: {kind: 'answered'},
		);
		desk.advance(5_000);
		desk.world.send = () => ({kind: 'answered'});
		desk.press('escape', 'u');
		desk.advance(1_000);
		desk.press('enter');
		desk.advance(1_000);
		const {plan} = desk.state().intents.at(-1) ?? {};
		expect(plan?.steps.map(step => step.kind === 'patch' && step.ref.name)).toEqual(
			refs
				.slice(0, last)
				.map(({name}) => name)
				.toReversed(),
		);
		desk.press('right');
		desk.advance(1_000);
		desk.press('enter');
		desk.advance(5_000);
		expect(marked(desk)).toBe(0);
	});
});

describe('a request that was accepted and has no effect after a minute,', () => {
	const steps = [mark(rollout)] as const;

	test.each([
		[false, true],
		[true, false],
	])('under way: %s, is called overdue: %s', (isUnderWay, isOverdue) => {
		const desk = confirmed(backendWith(steps, [], {kind: 'pending', evidence: safe`2 of 3`, isUnderWay}));
		desk.advance(90_000);
		expect(intentOf(desk).phase).toMatchObject({kind: 'accepted', isOverdue});
	});
});
