import type {JudgeSettings} from '../../../domain/settings/judge-settings.ts';
import {phiOverTime, total} from '../../../judge/counts/dispersion.ts';
import {unknownPhi} from '../../../judge/counts/evidence-row.ts';
import {type LatencyThresholds, latencyThresholds} from '../../../judge/counts/latency-thresholds.ts';
import {podMargin} from '../../../judge/counts/pod-margin.ts';
import {configuredParameters} from '../../../judge/settings/configured-parameters.ts';
import type {Signal} from '../../../judge/signal-parameters.ts';
import type {CumulativeCount} from '../../../statistics/histogram.ts';
import type {JudgedSignal, VersionCounts} from '../../state/release-evidence.ts';

/** Which signals of a release are judged, and by which rules: chosen by what is configured and by what stable did before
 * the canary, so that the canary has no say in them. Latency is not judged without a histogram of enough requests. */
export function judgedSignals(
	pods: PodsOfVersions,
	past: readonly VersionCounts[],
	settings: JudgeSettings,
): readonly JudgedSignal[] {
	const histogram = summed(past);
	const {slowMs, verySlowMs} = thresholdsBy(histogram, settings['slow.objectiveMs'] ?? null);
	const rulesOf = (signal: Signal, boundsMs: readonly number[]) => judgedSignal(pods, past, settings, signal, boundsMs);
	const finite = histogram.map(({upperMs}) => upperMs).filter(Number.isFinite);
	const errors = rulesOf('errors', []);
	const slow = slowMs === null ? [] : [rulesOf('slow', [slowMs])];
	const verySlow = verySlowMs === null ? [] : [rulesOf('verySlow', [verySlowMs])];
	const phi = Math.max(0, ...[...slow, ...verySlow].map(one => one.phi));
	const shape = slow.map(() => ({...rulesOf('shape', finite), phi}));
	return [errors, ...slow, ...verySlow, ...shape];
}

/** How many pods each version has. */
export type PodsOfVersions = JudgedSignal['pods'];

/** By the objective; where no bound of the histogram is as high, by stable's past alone, so that no objective switches
 * the judgement of latency off. */
function thresholdsBy(histogram: readonly CumulativeCount[], objectiveMs: number | null): LatencyThresholds {
	const byObjective = latencyThresholds(histogram, objectiveMs);
	return byObjective.slowMs === null ? latencyThresholds(histogram, null) : byObjective;
}

function judgedSignal(
	pods: PodsOfVersions,
	past: readonly VersionCounts[],
	settings: JudgeSettings,
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
			parameters: configuredParameters(settings)[signal],
			extraRelativeMargin: podMargin({
				variation: 'unknown',
				canaryPods: pods.canary,
				stablePods: pods.stable,
			}),
			past: rows.length === 0 ? null : {failures: total(failures), requests: total(requests), phi},
			objectiveRatio: signal === 'errors' ? (settings['errors.objectiveRatio'] ?? null) : null,
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
