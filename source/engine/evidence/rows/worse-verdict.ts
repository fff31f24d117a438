import type {
	ErrorEvidence,
	Estimated,
	LatencyEvidence,
	RatioPair,
	WorseVerdict,
} from '../../../domain/release/verdict.ts';
import {timedCounts} from '../../../judge/verdict/kept-rows.ts';
import type {WorseSignal} from '../../../judge/verdict/signal-verdict.ts';
import type {BesideRows, JudgedRows} from './judged-rows.ts';
import type {SignalNow} from './signals-now.ts';

type WorseNow = SignalNow & {readonly verdict: WorseSignal};

/** What is said of a canary of which at least one signal is convicted. */
export function worseVerdict(
	rows: JudgedRows,
	signals: readonly SignalNow[],
	quantiles: BesideRows['quantiles'],
): WorseVerdict {
	const worse = signals.filter((one): one is WorseNow => one.kind === 'worse');
	const errors = worse.find(({signal}) => signal === 'errors') ?? null;
	const latency = worse.find(({signal}) => signal !== 'errors') ?? null;
	const sinceMs = Math.min(...worse.map(({verdict}) => verdict.sinceMs));
	return {
		kind: 'worse',
		sinceMs,
		isSinceOpen: rows.isFromLater && sinceMs <= rows.fromMs,
		carriedSinceMs: worse.every(({verdict}) => verdict.isCarried) ? rows.judging.anewMs : null,
		errors: errors && errorEvidence(errors),
		latency: latency && latencyEvidence(latency, quantiles),
		stableRose: signals.find(({signal}) => signal === 'errors')?.flags.stableRose === true,
	};
}

function errorEvidence(now: WorseNow): ErrorEvidence {
	const {atLeastRatio, extraPerMinute} = now.verdict;
	const {ratios, requestsPerMinute} = since(now);
	const each = ({estimate, low, high}: Estimated) => ({
		estimate: estimate / requestsPerMinute,
		low: low / requestsPerMinute,
		high: high / requestsPerMinute,
	});
	const {sinceMs} = now.verdict;
	return {sinceMs, ratios, atLeastRatio, extraPerMinute, excess: requestsPerMinute > 0 ? each(extraPerMinute) : null};
}

function latencyEvidence(now: WorseNow, quantiles: BesideRows['quantiles']): LatencyEvidence {
	const sides = quantiles();
	const unknown = {canaryMs: null, stableMs: null};
	const {boundsMs} = now.judged;
	const boundMs = boundsMs[boundOf(now)] ?? boundsMs[0] ?? 0;
	return {
		sinceMs: now.verdict.sinceMs,
		boundMs,
		ratios: since(now).ratios,
		p95: sides?.p95 ?? unknown,
		p99: sides?.p99 ?? unknown,
	};
}

function boundOf({state}: WorseNow): number {
	return state.stretch?.bound ?? 0;
}

interface Since {
	/** Null where the rows tell nothing of one version. */
	readonly ratios: RatioPair | null;
	/** Of the canary. */
	readonly requestsPerMinute: number;
}

/** Both versions since it is worse, by the rows of the present clock. */
function since(now: WorseNow): Since {
	const rows = now.state.rows.filter(({startMs}) => startMs >= now.verdict.sinceMs);
	const sums = {seconds: 0, canary: 0, canaryRequests: 0, stable: 0, stableRequests: 0};
	for (const row of timedCounts(rows, boundOf(now))) {
		sums.seconds += row.seconds;
		sums.canary += row.canaryFailures;
		sums.canaryRequests += row.canaryRequests;
		sums.stable += row.stableFailures;
		sums.stableRequests += row.stableRequests;
	}
	const requestsPerMinute = sums.seconds > 0 ? (sums.canaryRequests / sums.seconds) * 60 : 0;
	if (!(sums.canaryRequests > 0 && sums.stableRequests > 0)) return {ratios: null, requestsPerMinute};
	const ratios = {canary: sums.canary / sums.canaryRequests, stable: sums.stable / sums.stableRequests};
	return {ratios, requestsPerMinute};
}
