import {expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {countOf, slowerBy} from '../../source/engine/evidence/text/figures.ts';
import {verdictParts} from '../../source/engine/evidence/text/verdict-text.ts';
import {comparisonView} from '../../source/engine/screens/release/comparison-rows.ts';
import {checkout, deskOn} from './support/recorded.ts';
import {sample} from './support/session.ts';
import {paused, windows} from './support/verdicts.ts';

test.each([
	[0, '0'],
	[0.3, 'under 1'],
	[0.5, '1'],
	[12.4, '12'],
	[994.4, '994'],
	[1234, '1.2k'],
])('a count of %d reads %s: one that is above zero never reads as none', (count, text) => {
	expect(countOf(count)).toBe(text);
});

test('one takes times as long as another from twice on, and else so much longer', () => {
	expect(slowerBy(240, 80)).toEqual({isTimes: true, text: '3×'});
	expect(slowerBy(159, 80)).toEqual({isTimes: true, text: '2×'});
	expect(slowerBy(150, 80)).toEqual({isTimes: false, text: '+70ms'});
});

test('a part of a failed request is told as such beside its ratio', () => {
	const desk = deskOn(paused, {
		world: {trafficAt: () => [sample('checkout-stable', 95, 0.1), sample('checkout-canary', 1, 0.002)]},
	});
	desk.advance(windows(8));
	const release = desk.context.derive.releases(desk.state()).get(checkout);
	const [errors] = release ? (comparisonView(desk.context, desk.state(), release)?.rows ?? []) : [];
	expect(errors).toMatchObject({canary: '0.20 %', note: expect.stringMatching(/^under 1 of \d+ requests failed$/)});
});

test('few requests are counted by the same rule', () => {
	const few = (requests: number) => {
		const others = {isWarmingUp: false, minutesLeft: 2, anewSinceMs: null, underWay: null};
		return verdictParts({kind: 'tooFew', requests, ...others}, 0)[0];
	};
	expect([0.3, 1, 59.7, 1200].map(few)).toEqual([
		safe`TOO FEW: under 1 request, ~2 min more`,
		safe`TOO FEW: 1 request, ~2 min more`,
		safe`TOO FEW: 60 requests, ~2 min more`,
		safe`TOO FEW: 1.2k requests, ~2 min more`,
	]);
});
