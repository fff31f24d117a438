import {phiOverTime, total} from '../../../judge/dispersion.ts';
import {unknownPhi} from '../../../judge/evidence-row.ts';
import {latencyThresholds} from '../../../judge/latency-thresholds.ts';
import {podMargin} from '../../../judge/pod-margin.ts';
import {parametersWith, type Signal} from '../../../judge/signal-parameters.ts';
import type {CumulativeCount} from '../../../statistics/histogram.ts';
import type {JudgedSignal, VersionCounts} from '../../state/release-evidence.ts';

/** Which signals of a release are judged, and by which rules: chosen by what stable did before the canary, so that the
 * canary has no say in them. Latency is not judged without a histogram of enough requests. */
export function judgedSignals(pods: PodsOfVersions, past: readonly VersionCounts[]): readonly JudgedSignal[] {
	const histogram = summed(past);
	const {slowMs, verySlowMs} = latencyThresholds(histogram, null);
	const finite = histogram.map(({upperMs}) => upperMs).filter(Number.isFinite);
	const errors = judgedSignal(pods, past, 'errors', []);
	const slow = slowMs === null ? [] : [judgedSignal(pods, past, 'slow', [slowMs])];
	const verySlow = verySlowMs === null ? [] : [judgedSignal(pods, past, 'verySlow', [verySlowMs])];
	const phi = Math.max(0, ...[...slow, ...verySlow].map(one => one.phi));
	const shape = slow.map(() => ({...judgedSignal(pods, past, 'shape', finite), phi}));
	return [errors, ...slow, ...verySlow, ...shape];
}

/** How many pods each version has. */
export type PodsOfVersions = JudgedSignal['pods'];

const parameters = parametersWith({});

function judgedSignal(
	pods: PodsOfVersions,
	past: readonly VersionCounts[],
	signal: Signal,
	boundsMs: readonly number[],
): JudgedSignal {
	const rows = past.flatMap(row => failuresOf(row, boundsMs[0] ?? null) ?? []);
	const failures = rows.map(row => row.failures);
	const requests = rows.map(row => row.requests);
	// Without a failure there is nothing that could vary.
	const isPhiKnown = rows.length >= 2 && total(failures) > 0;
	const phi = isPhiKnown ? phiOverTime(failures, requests) : unknownPhi;
	return {
		boundsMs,
		phi,
		isPhiKnown,
		pods,
		rules: {
			signal,
			parameters: parameters[signal],
			extraRelativeMargin: podMargin({
				variation: 'unknown',
				canaryPods: pods.canary,
				stablePods: pods.stable,
			}),
			past: rows.length === 0 ? null : {failures: total(failures), requests: total(requests), phi},
			objectiveRatio: null,
			incomparable: null,
		},
	};
}

/** Requests of a row, and those of them that failed, or took longer than the bound; null where no histogram with that
 * bound is told. */
export function failuresOf(
	row: VersionCounts,
	boundMs: number | null,
): {readonly requests: number; readonly failures: number} | null {
	if (boundMs === null) return row;
	// Without a request there is no histogram either.
	if (row.requests === 0) return {requests: 0, failures: 0};
	const requests = row.counts?.at(-1)?.cumulative;
	const within = row.counts?.find(({upperMs}) => upperMs === boundMs)?.cumulative;
	return requests === undefined || within === undefined ? null : {requests, failures: requests - within};
}

/** One histogram of all rows that have the bounds of the last one. */
function summed(past: readonly VersionCounts[]): readonly CumulativeCount[] {
	const told = past.flatMap(({counts}) => (counts ? [counts] : []));
	const bounds = told.at(-1)?.map(({upperMs}) => upperMs) ?? [];
	const alike = told.filter(
		counts => counts.length === bounds.length && counts.every(({upperMs}, at) => upperMs === bounds[at]),
	);
	return bounds.map((upperMs, at) => ({
		upperMs,
		cumulative: total(alike.map(counts => counts[at]?.cumulative ?? 0)),
	}));
}
