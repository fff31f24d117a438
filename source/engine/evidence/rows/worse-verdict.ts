import type {Release} from '../../../domain/release.ts';
import type {ErrorEvidence, LatencyEvidence, RatioPair, WorseVerdict} from '../../../domain/verdict.ts';
import {timedCounts} from '../../../judge/kept-rows.ts';
import type {WorseSignal} from '../../../judge/signal-verdict.ts';
import type {ReleaseEvidence} from '../../state/release-evidence.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {recentSidesOf} from '../comparison.ts';
import type {SignalNow} from './signals-now.ts';

type WorseNow = SignalNow & {readonly verdict: WorseSignal};

/** What is said of a canary of which at least one signal is convicted. */
export function worseVerdict(
	context: EngineContext,
	state: State,
	release: Release,
	{evidence, signals}: {readonly evidence: ReleaseEvidence; readonly signals: readonly SignalNow[]},
): WorseVerdict {
	const worse = signals.filter((one): one is WorseNow => one.verdict.kind === 'worse');
	const errors = worse.find(({signal}) => signal === 'errors') ?? null;
	const latency = worse.find(({signal}) => signal !== 'errors') ?? null;
	const sinceMs = Math.min(...worse.map(({verdict}) => verdict.sinceMs));
	return {
		kind: 'worse',
		sinceMs,
		isSinceOpen: evidence.isFromLater && sinceMs <= evidence.fromMs,
		carriedSinceMs: worse.every(({verdict}) => verdict.isCarried) ? (evidence.judging?.restartMs ?? null) : null,
		errors: errors && errorEvidence(errors),
		latency: latency && latencyEvidence(context, state, release, latency),
		stableRose: signals.find(({signal}) => signal === 'errors')?.flags.stableRose === true,
	};
}

function errorEvidence(now: WorseNow): ErrorEvidence {
	const {atLeastRatio, extraPerMinute} = now.verdict;
	return {ratios: ratiosSince(now), atLeastRatio, extraPerMinute};
}

function latencyEvidence(context: EngineContext, state: State, release: Release, now: WorseNow): LatencyEvidence {
	const sides = recentSidesOf(context, state, release);
	const unknown = {canaryMs: null, stableMs: null};
	const {boundsMs} = now.judged;
	const boundMs = boundsMs[boundOf(now)] ?? boundsMs[0] ?? 0;
	return {boundMs, ratios: ratiosSince(now), p95: sides?.p95 ?? unknown, p99: sides?.p99 ?? unknown};
}

function boundOf({state}: WorseNow): number {
	return state.stretch?.bound ?? 0;
}

/** Both versions' shares since it is worse, by the rows of the present clock; null where those tell nothing. */
function ratiosSince(now: WorseNow): RatioPair | null {
	const since = now.state.rows.filter(({startMs}) => startMs >= now.verdict.sinceMs);
	const sums = {canary: 0, canaryRequests: 0, stable: 0, stableRequests: 0};
	for (const row of timedCounts(since, boundOf(now))) {
		sums.canary += row.canaryFailures;
		sums.canaryRequests += row.canaryRequests;
		sums.stable += row.stableFailures;
		sums.stableRequests += row.stableRequests;
	}
	if (!(sums.canaryRequests > 0 && sums.stableRequests > 0)) return null;
	return {canary: sums.canary / sums.canaryRequests, stable: sums.stable / sums.stableRequests};
}
