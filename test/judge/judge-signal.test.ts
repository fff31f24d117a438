import {describe, expect, test} from 'vitest';
import type {EvidenceRow} from '../../source/judge/counts/evidence-row.ts';
import type {JudgeRules} from '../../source/judge/judge-rules.ts';
import {defaultParameters} from '../../source/judge/signal-parameters.ts';
import {signalAfter} from '../../source/judge/verdict/judge-signal.ts';
import {judgementOf} from '../../source/judge/verdict/judgement-of.ts';
import {historyWith, type SignalState} from '../../source/judge/verdict/signal-state.ts';
import type {PastStretch} from '../../source/judge/verdict/signal-verdict.ts';
import {
	calm,
	canarySilent,
	harm,
	rulesOf,
	sequence,
	stableSilent,
	stateOf,
	statesOf,
	times,
	unreadable,
} from './rows.ts';

const rules = rulesOf('errors');
/** Fails 2.3 in 100 more than stable: more than half of the most that is said of `harm`, which is 3.9 in 100. */
const somewhatBetter = {...calm, canaryFailures: 28};
const nobodyAsked = {...canarySilent, stableFailures: 0, stableRequests: 0};

function kindsOf(rows: readonly EvidenceRow[], by: JudgeRules = rules): readonly string[] {
	return statesOf(rows, by).map(({kind}) => kind);
}

function judged(rows: readonly EvidenceRow[], by: JudgeRules = rules) {
	return judgementOf(stateOf(rows, by), by);
}

describe('a canary that recovers', () => {
	const recovered = sequence(times(20, harm), times(20, calm));

	test('is called worse until there is evidence that it is over, and then goes into the history', () => {
		expect(kindsOf(recovered).slice(18, 23)).toEqual(['worse', 'worse', 'worse', 'wasWorse', 'wasWorse']);
		const {history, clockMs} = judged(recovered);
		expect(history).toEqual([{signal: 'errors', fromMs: 0, toMs: 300_000, atLeastRatio: expect.closeTo(0.03852, 5)}]);
		expect(clockMs).toBe(330_000);
	});

	test('is judged anew by a clock of its own', () => {
		expect(judged(recovered).verdict).toMatchObject({kind: 'noHarmAbove', requestsSeen: 18_000});
	});

	test('is not acquitted by rows in which pods warm up', () => {
		const rows = sequence(times(20, harm), times(60, calm, {isWarm: true}));
		expect(kindsOf(rows).at(-1)).toBe('worse');
	});

	test('is not acquitted while it is only somewhat better', () => {
		const rows = sequence(times(20, harm), times(300, somewhatBetter));
		expect(kindsOf(rows).at(-1)).toBe('worse');
	});

	test('is acquitted sooner the wider the margin of few pods is: less counts as harm', () => {
		const acquittedAt = (extraRelativeMargin: number) => {
			const rows = sequence(times(20, harm), times(60, {...calm, canaryFailures: 15}));
			return kindsOf(rows, rulesOf('errors', {extraRelativeMargin})).indexOf('wasWorse');
		};
		expect(acquittedAt(0)).toBeGreaterThan(20);
		expect(acquittedAt(2)).toBeLessThan(acquittedAt(0));
	});
});

describe('a new clock', () => {
	const restart = (counts: typeof calm) => times(1, counts, {isRestart: true});

	test('carries a conviction on, of which nothing is proved yet', () => {
		const {verdict, history, clockMs} = judged(sequence(times(20, harm), restart(harm)));
		expect(verdict).toMatchObject({kind: 'worse', isCarried: true, sinceMs: 0, atLeastRatio: 0.0005});
		expect(history).toMatchObject([{fromMs: 0, toMs: 300_000}]);
		expect(clockMs).toBe(300_000);
	});

	test('convicts by its own rows', () => {
		const {verdict, history} = judged(sequence(times(20, harm), restart(harm), times(10, harm)));
		expect(verdict).toMatchObject({kind: 'worse', isCarried: false, sinceMs: 300_000});
		expect(history.length).toBe(1);
	});

	test('acquits by its own rows, and the conviction stands in the history once', () => {
		const {verdict, history} = judged(sequence(times(20, harm), restart(calm), times(2, calm)));
		expect(verdict).toMatchObject({kind: 'wasWorse', fromMs: 0, toMs: 300_000});
		expect(history.length).toBe(1);
	});

	test('after another one puts nothing more into the history', () => {
		expect(judged(sequence(times(20, harm), restart(harm), restart(harm))).history.length).toBe(1);
	});

	test('in the first row is the first one', () => {
		const marked = judged(sequence(restart(calm), times(5, calm)));
		expect(marked).toEqual(judged(sequence(times(6, calm))));
	});
});

describe('a version that is not asked', () => {
	test('ends a conviction after two minutes, if it is the canary', () => {
		const kinds = kindsOf(sequence(times(20, harm), times(9, canarySilent)));
		expect(kinds.slice(26)).toEqual(['worse', 'wasWorse', 'wasWorse']);
	});

	test('is also one whose counts cannot be read', () => {
		expect(kindsOf(sequence(times(20, harm), times(8, unreadable))).at(-1)).toBe('wasWorse');
	});

	test('cannot be compared with after two minutes, if it is stable', () => {
		const rows = sequence(times(20, calm), times(8, stableSilent), times(3, nobodyAsked), times(1, calm));
		expect(kindsOf(rows).slice(26)).toEqual([
			'noHarmAbove',
			'cannotCompare',
			'cannotCompare',
			'cannotCompare',
			'cannotCompare',
			'noHarmAbove',
		]);
	});

	test('is no reason not to compare while the canary is not asked either', () => {
		expect(kindsOf(sequence(times(20, calm), times(20, nobodyAsked), times(2, stableSilent))).at(-1)).toBe(
			'noHarmAbove',
		);
	});
});

describe('no harm above', () => {
	test('is said of 30 to 60 minutes: older rows are left behind', () => {
		const requestsAfter = (rows: number) => judged(sequence(times(rows, calm))).verdict;
		expect(requestsAfter(240)).toMatchObject({requestsSeen: 240_000});
		expect(requestsAfter(241)).toMatchObject({requestsSeen: 121_000});
		expect(requestsAfter(359)).toMatchObject({requestsSeen: 239_000});
		expect(requestsAfter(360)).toMatchObject({requestsSeen: 120_000});
		expect(requestsAfter(1_000)).toMatchObject({requestsSeen: 160_000});
	});

	test('is not said before a minute was seen, however many requests there are', () => {
		const many = {canaryFailures: 500, canaryRequests: 100_000, stableFailures: 5_000, stableRequests: 1_000_000};
		expect(kindsOf(sequence(times(4, many)))).toEqual(['tooFew', 'tooFew', 'tooFew', 'noHarmAbove']);
		expect(judged(sequence(times(3, many))).verdict).toMatchObject({kind: 'tooFew', etaSeconds: 15});
	});

	test('never claims less than the margin of what counts as harm', () => {
		expect(judged(sequence(times(2_000, calm)), rulesOf('slow')).verdict).toMatchObject({boundRatio: 0.005});
	});
});

describe('what the judge remembers', () => {
	test('does not grow with the release', () => {
		expect(mostRowsOf(sequence(times(1_000, calm)))).toBe(480);
	});

	test('is bounded however short rows are', () => {
		expect(mostRowsOf(sequence(times(1_600, calm, {seconds: 1})))).toBe(1_440);
	});

	test('of a canary that comes and goes for days is the newest of its history', () => {
		const stretch = {signal: 'errors', toMs: 1, atLeastRatio: 0.01} as const;
		let history: readonly PastStretch[] = [];
		for (let fromMs = 0; fromMs < 600; fromMs++) history = historyWith(history, {...stretch, fromMs});
		expect(history.length).toBe(500);
		expect(history.at(-1)?.fromMs).toBe(599);
	});

	test('says of harm that lasts longer than that no more than it did, and hardly less', () => {
		const long = sequence(times(600, harm));
		const states = statesOf(long, rules);
		const [atTwoHours, last] = [states[479], states.at(-1)];
		if (!atTwoHours || !last) throw new Error('no states');
		const before = judgementOf(atTwoHours, rules).verdict;
		const after = judgementOf(last, rules).verdict;
		if (before.kind !== 'worse' || after.kind !== 'worse') throw new Error('not worse');
		expect(after.atLeastRatio).toBeLessThanOrEqual(before.atLeastRatio);
		expect(after.atLeastRatio).toBeGreaterThan(0.97 * before.atLeastRatio);
	});
});

describe('parameters', () => {
	test('may be others than the defaults: a wide margin makes the same counts no harm', () => {
		const wide = rulesOf('errors', {parameters: {...defaultParameters.errors, marginRatio: 0.1}});
		expect(kindsOf(sequence(times(20, harm))).at(-1)).toBe('worse');
		expect(kindsOf(sequence(times(20, harm)), wide).at(-1)).not.toBe('worse');
	});

	test('of the past bound nothing where that has too few requests', () => {
		const few = rulesOf('errors', {past: {failures: 0, requests: 499, phi: 1}});
		expect(judged(sequence(times(20, harm)), few).flags).toEqual({stableRose: null, absolutelyBad: null});
	});
});

test('a release without canary requests has no eta, and no requests seen', () => {
	expect(judged(sequence(times(20, canarySilent))).verdict).toEqual({
		kind: 'tooFew',
		requestsSeen: 0,
		etaSeconds: null,
	});
});

function mostRowsOf(rows: readonly EvidenceRow[]): number {
	let state: SignalState | null = null;
	return rows.reduce((most, row) => {
		state = signalAfter(state, row, rules);
		return Math.max(most, state.rows.length);
	}, 0);
}
