import type {Tone} from '../../../domain/reading.ts';
import type {EvidenceUnderWay, Incomparable, Verdict, WorseVerdict} from '../../../domain/release/verdict.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {clockTimeSince} from '../../../domain/time.ts';
import {evidenceParts} from './evidence-text.ts';
import {countOf, decimal, percentOf} from './figures.ts';

/** What a verdict says, the most urgent first; each part stands by itself. */
export function verdictParts(verdict: Verdict, nowMs: number): readonly [SafeText, ...SafeText[]] {
	switch (verdict.kind) {
		case 'worse': {
			const {errors, latency, stableRose} = verdict;
			const rose = stableRose ? [safe`stable fails more than before too`] : [];
			return [worseText(verdict, nowMs), ...evidenceParts(errors, latency), ...rose];
		}
		case 'wasWorse': {
			const {fromMs, toMs, isJudgedNow, underWay} = verdict;
			const now = isJudgedNow ? safe`not now` : safe`not judged since`;
			const text = safe`${harmWords.wasWorse} ${hourAndMinute(fromMs, nowMs)}–${hourAndMinute(toMs, nowMs)}, ${now}`;
			return [text, ...underWayParts(underWay)];
		}
		case 'noHarm': {
			const text = safe`NO HARM ABOVE ${percentOf(verdict.aboveRatio)}`;
			const {wasWorse} = verdict;
			const was =
				wasWorse === null
					? []
					: [safe`it was worse ${hourAndMinute(wasWorse.fromMs, nowMs)}–${hourAndMinute(wasWorse.toMs, nowMs)}`];
			return [text, ...was, ...latencyParts[verdict.latency], ...underWayParts(verdict.underWay)];
		}
		case 'tooFew': {
			const {anewSinceMs, underWay} = verdict;
			const anew = anewSinceMs === null ? [] : [safe`counted anew since ${hourAndMinute(anewSinceMs, nowMs)}`];
			return [safe`TOO FEW: ${fewText(verdict)}`, ...underWayParts(underWay), ...anew];
		}
		case 'bothBad': {
			const {by, stableRatioBefore, stableRatio} = verdict;
			const what = by === 'errors' ? safe`fail` : safe`are slow`;
			return [
				safe`${harmWords.bothBad}: stable rose too`,
				safe`${percentOf(stableRatioBefore)} → ${percentOf(stableRatio)} ${what}`,
			];
		}
		case 'notJudged':
			return [verdict.problem === null ? safe`NOT JUDGED YET` : safe`NOT JUDGED: ${verdict.problem}`];
		case 'cannotCompare':
			return [safe`CANNOT COMPARE: ${incomparableText(verdict.because)}`];
	}
}

function worseText({sinceMs, isSinceOpen, carriedSinceMs}: WorseVerdict, nowMs: number): SafeText {
	const before = isSinceOpen ? safe`before ` : safe``;
	const carried =
		carriedSinceMs === null ? safe`` : safe`, not judged yet since ${hourAndMinute(carriedSinceMs, nowMs)}`;
	return safe`CANARY IS ${harmWords.worse} since ${before}${hourAndMinute(sinceMs, nowMs)}${carried}`;
}

const latencyParts = {
	noHarm: [],
	notYet: [safe`latency not judged yet`],
	notMeasured: [safe`latency not compared`],
} as const satisfies Readonly<Record<Extract<Verdict, {kind: 'noHarm'}>['latency'], readonly SafeText[]>>;

/** `evidence of harm ●●○○○`, `+2.1 in 1,000 fail (-0.4 to 4.8)`: on the way from none to what convicts. */
function underWayParts(underWay: EvidenceUnderWay | null): readonly SafeText[] {
	if (underWay === null) return [];
	const {of, part, excess} = underWay;
	const full = Math.min(meterCells - 1, Math.floor(part * meterCells));
	const cells = Array.from({length: meterCells}, (_, at) => (at < full ? safe`●` : safe`○`));
	const text = safe`evidence of harm ${cells.reduce((meter, cell) => safe`${meter}${cell}`)}`;
	if (excess === null) return [text];
	const what = of === 'errors' ? safe`fail` : safe`are slow`;
	const [low, high] = [boundText(excess.low), boundText(excess.high)];
	return [text, safe`${signedInThousand(excess.estimate)} in 1,000 ${what} (${low} to ${high})`];
}

const meterCells = 5;

/** A bound of -1 or 1 is none. */
function boundText(ratio: number): SafeText {
	return Math.abs(ratio) >= 1 ? safe`?` : signedInThousand(ratio);
}

function signedInThousand(ratio: number): SafeText {
	const size = decimal(Math.abs(ratio) * 1000);
	if (size === '0.0') return safe`0`;
	return ratio < 0 ? safe`-${size}` : safe`+${size}`;
}

/** The verdicts that tell of harm, in a word. */
export const harmWords = {
	worse: safe`WORSE`,
	bothBad: safe`BOTH BAD`,
	wasWorse: safe`WAS WORSE`,
} as const satisfies Readonly<Partial<Record<Verdict['kind'], SafeText>>>;

export const verdictTones = {
	worse: 'critical',
	bothBad: 'critical',
	wasWorse: 'warning',
	cannotCompare: 'warning',
	noHarm: 'quiet',
	notJudged: 'quiet',
	tooFew: 'quiet',
} as const satisfies Readonly<Record<Verdict['kind'], Tone>>;

/** `02:36`; with its date once that is another one. */
export function hourAndMinute(atMs: number, nowMs: number): SafeText {
	return ident(clockTimeSince(atMs, nowMs).replace(/^(\d\d:\d\d):\d\d$/, '$1'));
}

type TooFew = Extract<Verdict, {kind: 'tooFew'}>;

function fewText({requests, isWarmingUp, minutesLeft}: TooFew): SafeText {
	if (isWarmingUp) return safe`its pods warm up`;
	if (requests === null) return safe`not measured since the weight changed`;
	if (requests === 0) return safe`no requests to the canary`;
	const more = minutesLeft === null ? safe`` : safe`, ~${minutesLeft} min more`;
	return safe`${countOf(requests)} ${requests < 1.5 ? safe`request` : safe`requests`}${more}`;
}

function incomparableText(because: Incomparable): SafeText {
	switch (because.code) {
		case 'different-requests':
		case 'one-name':
		case 'several-meshes':
			return because.text;
		case 'no-service':
			return safe`no Service leads to it`;
		case 'no-series':
			return safe`no series for it in the metrics`;
		case 'no-metrics':
			return safe`no metrics yet`;
		case 'not-configured':
			return safe`no metrics are configured`;
		case 'no-stable-requests':
			return safe`no requests to stable`;
	}
}
