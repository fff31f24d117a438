import {type PodCounts, phiOfPods} from '../../source/judge/counts/dispersion.ts';
import {latencyThresholds} from '../../source/judge/counts/latency-thresholds.ts';
import {shapeAfter} from '../../source/judge/verdict/judge-signal.ts';
import {leadingSignal} from '../../source/judge/verdict/leading-signal.ts';
import type {SignalState} from '../../source/judge/verdict/signal-state.ts';
import type {VerdictKind} from '../../source/judge/verdict/signal-verdict.ts';
import type {Pods} from './counting.ts';
import {
	boundsMs,
	cumulativeOf,
	failedOf,
	slowerOf,
	type TimedPods,
	type TimedRelease,
	type TimedRow,
} from './latency-release.ts';
import {perchRule, rulesFor} from './perch-rule.ts';
import {rowSeconds} from './world.ts';

/** The verdict on a release by all four signals together, after each look. */
export function fourSignals({past}: Pick<TimedRelease, 'past'>): (row: TimedRow) => VerdictKind {
	const bounds = thresholdsOf(past);
	const errors = signalOf({past, signal: 'errors', podsOf: failedOf});
	const slow = signalOf({past, signal: 'slow', podsOf: pods => slowerOf(pods, bounds.slowMs)});
	const verySlow = signalOf({past, signal: 'verySlow', podsOf: pods => slowerOf(pods, bounds.verySlowMs)});
	const ofSlow = podCounts(past, pods => slowerOf(pods, bounds.slowMs));
	const shapeRules = rulesFor({past: ofSlow, phi: phiOfPods(ofSlow), signal: 'shape', leftOut: 'nothing'});
	let shape: SignalState | null = null;
	return row => {
		const judged = {errors: errors(row), slow: slow(row), verySlow: verySlow(row)};
		shape = shapeAfter(
			shape,
			{
				endMs: row.endMs,
				seconds: rowSeconds,
				// Of a histogram there is one φ: the larger of its two bounds'.
				phi: Math.max(judged.slow.phi, judged.verySlow.phi),
				isRestart: false,
				isWarm: false,
				canary: cumulativeOf(row.canary),
				stable: cumulativeOf(row.stable),
			},
			// What failed before says nothing of a histogram.
			{...shapeRules, past: null},
		);
		const kinds = {
			errors: judged.errors.state.kind,
			slow: judged.slow.state.kind,
			verySlow: judged.verySlow.state.kind,
			shape: shape.kind,
		};
		return kinds[leadingSignal(kinds) ?? 'errors'];
	};
}

interface SignalOf {
	readonly past: readonly TimedPods[];
	readonly signal: 'errors' | 'slow' | 'verySlow';
	readonly podsOf: (pods: TimedPods) => Pods;
}

function signalOf({past, signal, podsOf}: SignalOf) {
	const judge = perchRule({past: podCounts(past, podsOf), signal, leftOut: 'nothing'});
	return ({endMs, canary, stable}: TimedRow) =>
		judge({endMs, canary: podsOf(canary), stable: podsOf(stable), isRestart: false, isWarm: false});
}

function podCounts(past: readonly TimedPods[], podsOf: (pods: TimedPods) => Pods): PodCounts {
	const rows = past.map(podsOf);
	return {failures: rows.map(({failures}) => failures), requests: rows.map(({requests}) => requests)};
}

function thresholdsOf(past: readonly TimedPods[]): {readonly slowMs: number; readonly verySlowMs: number} {
	const rows = past.map(cumulativeOf);
	const histogram = [...boundsMs, Number.POSITIVE_INFINITY].map((upperMs, bucket) => ({
		upperMs,
		cumulative: rows.reduce((sum, row) => sum + (row[bucket] ?? 0), 0),
	}));
	const {slowMs, verySlowMs} = latencyThresholds(histogram, null);
	if (slowMs === null || verySlowMs === null) throw new Error('the simulated histogram has no bound to judge by');
	return {slowMs, verySlowMs};
}
