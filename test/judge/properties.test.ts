import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {clockAfter, firstClock, startWeight} from '../../source/judge/counts/clock.ts';
import {countsOf, type EvidenceRow, readRow} from '../../source/judge/counts/evidence-row.ts';
import {atLeastRatio} from '../../source/judge/evidence/at-least.ts';
import {evidenceOverTime} from '../../source/judge/evidence/evidence.ts';
import {excessBound} from '../../source/judge/evidence/excess-bound.ts';
import {harmBets, logEvidence} from '../../source/judge/evidence/log-evidence.ts';
import {careRatio, defaultParameters, marginOf, signals} from '../../source/judge/signal-parameters.ts';
import {signalAfter} from '../../source/judge/verdict/judge-signal.ts';
import {logMean} from '../../source/statistics/log-sum.ts';
import {rulesOf, sequence, statesOf} from './rows.ts';

const version = fc
	.record({
		requests: fc.integer({min: 0, max: 5_000}),
		share: fc.oneof(fc.double({min: 0, max: 0.02, noNaN: true}), fc.double({min: 0, max: 1, noNaN: true})),
	})
	.map(({requests, share}) => ({requests, failures: Math.round(requests * share)}));
const part = fc
	.record({canary: version, stable: version, phi: fc.constantFrom(1, 1.5, 4)})
	.map(({canary, stable, phi}) => ({
		canaryFailures: canary.failures,
		canaryRequests: canary.requests,
		stableFailures: stable.failures,
		stableRequests: stable.requests,
		phi,
	}));
const parts = fc.array(part, {minLength: 1, maxLength: 12});
const miss = fc.double({min: 0.001, max: 0.2, noNaN: true});
const signal = fc.constantFrom(...signals);
const margin = {relative: 0.1, ratio: 0.0005};

/** Counts that a service may have: both versions fail about as often, or the canary more. */
const likelyPart = fc
	.record({
		canary: fc.integer({min: 0, max: 300}),
		stable: fc.integer({min: 0, max: 3_000}),
		ratio: fc.constantFrom(0, 0.002, 0.01),
		extra: fc.constantFrom(0, 0, 0.02, 0.1),
	})
	.map(({canary, stable, ratio, extra}) => ({
		canaryFailures: Math.round(canary * (ratio + extra)),
		canaryRequests: canary,
		stableFailures: Math.round(stable * ratio),
		stableRequests: stable,
	}));

describe('the interval of the excess', () => {
	test('has its low bound at or below its high one', () => {
		fc.assert(
			fc.property(parts, miss, (rows, chance) => {
				expect(excessBound(rows, chance, 'low')).toBeLessThanOrEqual(excessBound(rows, chance, 'high'));
			}),
		);
	});

	test('is wider the less it may miss', () => {
		fc.assert(
			fc.property(parts, miss, miss, (rows, one, other) => {
				const [less, more] = [Math.min(one, other), Math.max(one, other)];
				expect(excessBound(rows, less, 'low')).toBeLessThanOrEqual(excessBound(rows, more, 'low') + 1e-8);
				expect(excessBound(rows, less, 'high')).toBeGreaterThanOrEqual(excessBound(rows, more, 'high') - 1e-8);
			}),
		);
	});

	test('is the same in whatever order the rows of one clock come', () => {
		const shuffled = parts.chain(rows =>
			fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, {minLength: rows.length, maxLength: rows.length})),
		);
		fc.assert(
			fc.property(shuffled, miss, ([rows, others], chance) => {
				for (const side of ['low', 'high'] as const) {
					expect(excessBound(others, chance, side)).toBeCloseTo(excessBound(rows, chance, side), 7);
				}
			}),
		);
	});
});

describe('evidence', () => {
	test('of one row never convicts, whatever it counts', () => {
		const wild = fc.record({
			canaryFailures: fc.double({noNaN: false}),
			canaryRequests: fc.double({noNaN: false}),
			stableFailures: fc.double({noNaN: false}),
			stableRequests: fc.double({noNaN: false}),
			phi: fc.double({noNaN: false}),
			isRestart: fc.boolean(),
			isWarm: fc.boolean(),
		});
		fc.assert(
			fc.property(fc.oneof(wild, part), signal, (row, judged) => {
				expect(signalAfter(null, onlyRow(row), rulesOf(judged)).kind).not.toBe('worse');
			}),
			{numRuns: 1_000},
		);
	});

	test('is the same for so many times the counts with so many times the variance', () => {
		fc.assert(
			fc.property(parts, fc.integer({min: 1, max: 50}), (rows, factor) => {
				const scaled = rows.map(row => ({
					canaryFailures: row.canaryFailures * factor,
					canaryRequests: row.canaryRequests * factor,
					stableFailures: row.stableFailures * factor,
					stableRequests: row.stableRequests * factor,
					phi: row.phi * factor,
				}));
				expectClose(evidenceOverTime(sequence(scaled), margin), evidenceOverTime(sequence(rows), margin));
			}),
		);
	});

	test('is never more for a variance below that of chance, and less for one that is not known', () => {
		fc.assert(
			fc.property(parts, fc.constantFrom(0.1, 0.99), fc.constantFrom(Number.NaN, 0, -1), (rows, less, unknown) => {
				const withPhi = (phi: number) => evidenceOverTime(sequence(rows.map(row => ({...row, phi}))), margin);
				expect(withPhi(less)).toEqual(withPhi(1));
				expect(withPhi(unknown)).toEqual(withPhi(1.5));
			}),
		);
	});

	test('of a row that cannot be read is that of no requests, and its time passes', () => {
		const unreadable = fc.constantFrom(null, Number.NaN, -1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
		const count = fc.constantFrom('canaryFailures', 'canaryRequests', 'stableFailures', 'stableRequests');
		fc.assert(
			fc.property(parts, part, parts, count, unreadable, (before, row, after, name, value) => {
				const nothing = {canaryFailures: 0, canaryRequests: 0, stableFailures: 0, stableRequests: 0};
				const broken = evidenceOverTime(sequence(before, [{...row, [name]: value}], after), margin);
				expect(broken).toEqual(evidenceOverTime(sequence(before, [{...row, ...nothing}], after), margin));
			}),
		);
	});

	test('of more failures than requests is that of all requests', () => {
		fc.assert(
			fc.property(parts, fc.integer({min: 1, max: 100}), (rows, more) => {
				const beyond = rows.map(row => ({...row, canaryFailures: row.canaryRequests + more}));
				const all = rows.map(row => ({...row, canaryFailures: row.canaryRequests}));
				expect(evidenceOverTime(sequence(beyond), margin)).toEqual(evidenceOverTime(sequence(all), margin));
			}),
		);
	});

	test('by the row is the sum over all starts of what was won since', () => {
		fc.assert(
			fc.property(parts, parts, (first, second) => {
				const rows = sequence(first, second);
				expectClose(
					evidenceOverTime(rows, margin),
					rows.map((_, index) => sumOverStarts(rows.slice(0, index + 1))),
				);
			}),
		);
	});
});

describe('what is said by the row is what all rows together say', () => {
	const likely = fc.array(likelyPart, {minLength: 1, maxLength: 40});

	test('of no harm: the bound is not above what matters', () => {
		fc.assert(
			fc.property(likely, signal, (counts, judged) => {
				const rows = sequence(counts);
				const parameters = defaultParameters[judged];
				const states = statesOf(rows, rulesOf(judged));
				for (const [index, state] of states.entries()) {
					if (state.kind === 'worse' || state.kind === 'cannotCompare' || state.history.length > 0) return;
					const seen = rows.slice(0, index + 1);
					const high = excessBound(seen.map(countsIn), 0.05, 'high');
					const care = careRatio(parameters, stableRatioOf(seen));
					const most = states[index - 1]?.kind === 'noHarmAbove' ? 1.25 * care : care;
					// Where the bound is exactly what matters, rounding decides.
					if (Math.abs(high - most) < 1e-9) return;
					expect(state.kind === 'noHarmAbove').toBe(seen.length >= 4 && high <= most);
				}
			}),
			{numRuns: 300},
		);
	});

	test('of harm: the most that was ever said is the most of all moments', () => {
		fc.assert(
			fc.property(likely, likelyPart, (counts, more) => {
				const rows = sequence(
					counts,
					counts.map(row => ({...row, canaryFailures: row.canaryFailures + more.canaryFailures})),
				);
				const {alpha, marginRatio} = defaultParameters.errors;
				let most: number = marginRatio;
				for (const [index, state] of statesOf(rows, rulesOf('errors')).entries()) {
					if (state.history.length > 0) return;
					if (state.stretch === null) continue;
					const seen = weighted(rows.slice(0, index + 1));
					const now = atLeastRatio(seen, {logNeed: Math.log(1 / alpha), fromRatio: marginRatio, toRatio: 1});
					if (state.kind === 'worse') most = Math.max(most, now);
					expect(state.stretch.peakRatio).toBeCloseTo(most, 8);
				}
			}),
			{numRuns: 300},
		);
	});
});

function onlyRow(row: Partial<EvidenceRow>): EvidenceRow {
	const [only] = sequence([row]);
	if (only === undefined) throw new Error('no row');
	return only;
}

function countsIn(row: EvidenceRow) {
	return countsOf(readRow(row), 0);
}

function weighted(rows: readonly EvidenceRow[]) {
	let clock = firstClock(0);
	return rows.map(row => {
		const logWeight = Math.log(startWeight(clock, row.seconds));
		clock = clockAfter(clock, row.seconds);
		return {...countsIn(row), logWeight, isWarm: row.isWarm};
	});
}

/** Section 2 as it is written: each start with its weight and the product of all that follows. */
function sumOverStarts(rows: readonly EvidenceRow[]): number {
	const starts = weighted(rows);
	return logMean(
		harmBets.map(bet => {
			const wins = starts.map(row => logEvidence(row, bet, marginOf(margin, row.isWarm)));
			const logs = starts.map(({logWeight}, start) => logWeight + wins.slice(start).reduce((sum, win) => sum + win, 0));
			return logMean(logs) + Math.log(logs.length);
		}),
	);
}

function stableRatioOf(rows: readonly EvidenceRow[]): number {
	const failures = rows.reduce((sum, row) => sum + (row.stableFailures ?? 0), 0);
	const requests = rows.reduce((sum, row) => sum + (row.stableRequests ?? 0), 0);
	return (failures + 0.5) / (requests + 1);
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
	expect(actual.length).toBe(expected.length);
	for (const [index, value] of actual.entries()) expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 6);
}
