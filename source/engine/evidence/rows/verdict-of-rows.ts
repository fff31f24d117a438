import type {Verdict} from '../../../domain/release/verdict.ts';
import {leadingSignal} from '../../../judge/verdict/leading-signal.ts';
import type {SignalVerdict} from '../../../judge/verdict/signal-verdict.ts';
import type {BesideRows, JudgedRows, SignalsTold} from './judged-rows.ts';
import type {SignalNow} from './signals-now.ts';
import {underWayOf} from './under-way.ts';
import {worseVerdict} from './worse-verdict.ts';

/** The signal whose verdict is the release's; null where none is judged yet. */
export function leadingOf(signals: readonly SignalNow[]): SignalNow | null {
	const leading = leadingSignal(Object.fromEntries(signals.map(({signal, kind}) => [signal, kind])));
	return signals.find(({signal}) => signal === leading) ?? null;
}

/** What is said of a release by its rows, and by none after the last of them. */
export function verdictOfRows(rows: JudgedRows, told: SignalsTold, beside: BesideRows): Verdict {
	const {now, signals} = told;
	const {verdict} = now;
	switch (verdict.kind) {
		case 'worse':
			return worseVerdict(rows, signals, beside.quantiles);
		case 'cannotCompare':
			return {kind: 'cannotCompare', because: {code: 'no-stable-requests'}};
		case 'bothBad': {
			const {past} = now.judged.rules;
			const stableRatioBefore = past && past.requests > 0 ? past.failures / past.requests : 0;
			const by = now.signal === 'errors' ? 'errors' : 'latency';
			return {kind: 'bothBad', by, stableRatio: verdict.stableRatio, stableRatioBefore};
		}
		case 'wasWorse': {
			const {fromMs, toMs, requestsSeen} = verdict;
			return {kind: 'wasWorse', fromMs, toMs, isJudgedNow: requestsSeen > 0, underWay: underWayOf(signals)};
		}
		case 'noHarmAbove':
			if (isBeforeChange(rows, beside)) return tooFew(rows, told, beside, null);
			return {
				kind: 'noHarm',
				aboveRatio: verdict.boundRatio,
				latency: latencyJudged(signals),
				wasWorse: lastStretch(signals, rows.upToMs),
				underWay: underWayOf(signals),
			};
		case 'tooFew':
			return tooFew(rows, told, beside, verdict);
	}
}

function tooFew(
	rows: JudgedRows,
	{signals, now}: SignalsTold,
	beside: BesideRows,
	progress: Extract<SignalVerdict, {kind: 'tooFew'}> | null,
): Verdict {
	if (progress === null || isBeforeChange(rows, beside))
		return {kind: 'tooFew', requests: null, isWarmingUp: false, minutesLeft: null, anewSinceMs: null, underWay: null};
	const {anewMs: anewSinceMs} = rows.judging;
	const {requestsSeen: requests, etaSeconds} = progress;
	const isWarmingUp = requests === 0 && now.state.rows.some(({canaryRequests}) => canaryRequests > 0);
	const minutesLeft = etaSeconds === null ? null : Math.max(1, Math.ceil(etaSeconds / 60));
	return {kind: 'tooFew', requests, isWarmingUp, minutesLeft, anewSinceMs, underWay: underWayOf(signals)};
}

/** Whether the weight changed after the last row began: what the rows say is of the weight before. */
function isBeforeChange({upToMs, stepSeconds}: JudgedRows, {changedAtMs}: BesideRows): boolean {
	return (changedAtMs ?? 0) > upToMs - stepSeconds * 1000;
}

/** A stretch that is over is told for this long. */
const toldForMs = 3_600_000;

function lastStretch(signals: readonly SignalNow[], nowMs: number): {fromMs: number; toMs: number} | null {
	const all = signals.flatMap(({state}) => state.history).filter(({toMs}) => toMs >= nowMs - toldForMs);
	const [last] = all.toSorted((one, other) => other.toMs - one.toMs);
	return last ? {fromMs: last.fromMs, toMs: last.toMs} : null;
}

function latencyJudged(signals: readonly SignalNow[]): Extract<Verdict, {kind: 'noHarm'}>['latency'] {
	const slow = signals.filter(({signal}) => signal === 'slow' || signal === 'verySlow');
	if (slow.length === 0) return 'notMeasured';
	return slow.every(({kind}) => kind === 'noHarmAbove') ? 'noHarm' : 'notYet';
}
