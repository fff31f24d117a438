import {describe, expect, test} from 'vitest';
import type {ShapeRow} from '../../source/judge/counts/evidence-row.ts';
import {shapeAfter, signalAfter} from '../../source/judge/verdict/judge-signal.ts';
import {judgementOf} from '../../source/judge/verdict/judgement-of.ts';
import type {SignalState} from '../../source/judge/verdict/signal-state.ts';
import {harm, rulesOf, sequence, times} from './rows.ts';

const rules = rulesOf('shape');

/** Of 1,000 and 10,000 requests by bound: a third is above the first bound, a tenth above the second, one in 100 above
 * the third. */
const alike = {canary: [667, 900, 990, 1_000], stable: [6_670, 9_000, 9_900, 10_000]};
/** Twice as many are above the second bound: no other one shows it. */
const slower = {...alike, canary: [667, 800, 990, 1_000]};

type Histograms = Pick<ShapeRow, 'canary' | 'stable'>;

function shapeRows(...parts: readonly (readonly [count: number, histograms: Histograms])[]): readonly ShapeRow[] {
	return parts
		.flatMap(([count, histograms]) => new Array<Histograms>(count).fill(histograms))
		.map((histograms, index) => ({
			...histograms,
			endMs: (index + 1) * 15_000,
			seconds: 15,
			phi: 1,
			isRestart: false,
			isWarm: false,
		}));
}

function stateOf(rows: readonly ShapeRow[]): SignalState {
	let state: SignalState | null = null;
	for (const row of rows) state = shapeAfter(state, row, rules);
	if (state === null) throw new Error('no rows');
	return state;
}

describe('the shape of the histogram', () => {
	test('convicts by the bound that shows a difference, and says how large it is there', () => {
		const state = stateOf(shapeRows([30, slower]));
		expect(state.stretch?.bound).toBe(1);
		const {verdict} = judgementOf(state, rules);
		if (verdict.kind !== 'worse') throw new Error(verdict.kind);
		expect(verdict.signal).toBe('shape');
		expect(verdict.atLeastRatio).toBeGreaterThan(0.05);
		expect(verdict.atLeastRatio).toBeLessThan(0.1);
		expect(verdict.extraPerMinute.estimate).toBeCloseTo(400, 6);
	});

	test('says less of one of three bounds than if it were the only one', () => {
		const only = {canary: [800, 1_000], stable: [9_000, 10_000]};
		const [ofThree, ofOne] = [slower, only].map(histograms => {
			const {verdict} = judgementOf(stateOf(shapeRows([30, histograms])), rules);
			return verdict.kind === 'worse' ? verdict.atLeastRatio : Number.NaN;
		});
		expect(ofThree).toBeLessThan(ofOne ?? Number.NaN);
	});

	test('is acquitted at that bound', () => {
		const {verdict, history} = judgementOf(stateOf(shapeRows([30, slower], [10, alike])), rules);
		expect(verdict.kind).toBe('wasWorse');
		expect(history).toMatchObject([{signal: 'shape', fromMs: 0, toMs: 450_000}]);
	});

	test('finds harm only: it never says that there is none', () => {
		expect(judgementOf(stateOf(shapeRows([400, alike])), rules).verdict).toEqual({
			kind: 'tooFew',
			requestsSeen: 160_000,
			etaSeconds: null,
		});
	});

	test('does not read a row with other bounds, or with a count that is not there', () => {
		const other = {canary: [0, 1_000], stable: [9_000, 10_000]};
		const missing = {...slower, canary: [667, null, 990, 1_000]};
		for (const broken of [other, missing]) {
			const state = stateOf(shapeRows([3, alike], [60, broken]));
			expect(state.kind).toBe('tooFew');
			expect(state.window?.canaryRequests).toBe(3_000);
		}
	});

	test('is judged from the first row on that has a histogram', () => {
		const none = {canary: [], stable: []};
		expect(stateOf(shapeRows([3, none])).kind).toBe('tooFew');
		expect(stateOf(shapeRows([3, none], [30, slower])).kind).toBe('worse');
	});

	test('with a single bound is judged as that bound is', () => {
		const rows = sequence(times(20, harm));
		let one: SignalState | null = null;
		let other: SignalState | null = null;
		for (const row of rows) {
			one = signalAfter(one, row, rules);
			other = shapeAfter(other, {...row, canary: [950, 1_000], stable: [9_950, 10_000]}, rules);
		}
		expect(other).toEqual(one);
	});
});
