import type {Tone} from '../../../domain/reading.ts';
import {ident, type SafeText, safe} from '../../../domain/safe-text.ts';
import {clockTimeSince} from '../../../domain/time.ts';
import type {Incomparable, Verdict} from '../../../domain/verdict.ts';
import {evidenceParts} from '../../evidence/evidence-text.ts';
import {countOf, percentOf} from '../../evidence/figures.ts';

/** What a verdict says, the most urgent first; each part stands by itself. */
export function verdictParts(verdict: Verdict, nowMs: number): readonly [SafeText, ...SafeText[]] {
	switch (verdict.kind) {
		case 'worse': {
			const {sinceMs, isSinceOpen, errors, latency, stableRose} = verdict;
			const before = isSinceOpen ? safe`before ` : safe``;
			const since = sinceMs === null ? safe`` : safe` since ${before}${hourAndMinute(sinceMs, nowMs)}`;
			const rose = stableRose ? [safe`stable fails more than before too`] : [];
			return [safe`CANARY IS ${harmWords.worse}${since}`, ...evidenceParts(errors, latency), ...rose];
		}
		case 'wasWorse': {
			const {fromMs, toMs, isJudgedNow} = verdict;
			const now = isJudgedNow ? safe`not now` : safe`not judged since`;
			return [safe`${harmWords.wasWorse} ${hourAndMinute(fromMs, nowMs)}–${hourAndMinute(toMs, nowMs)}, ${now}`];
		}
		case 'noHarm':
			return [
				safe`NO HARM ABOVE ${percentOf(verdict.aboveRatio)}`,
				...(verdict.isLatencyJudged ? [] : [safe`latency not compared`]),
			];
		case 'tooFew':
			return [verdict.earlyFailures === null ? safe`TOO FEW: ${fewText(verdict)}` : earlyText(verdict)];
		case 'bothBad': {
			const {stableRatioBefore, stableRatio} = verdict;
			return [
				safe`${harmWords.bothBad}: stable rose too`,
				safe`${percentOf(stableRatioBefore)} → ${percentOf(stableRatio)} fail`,
			];
		}
		case 'cannotCompare':
			return [safe`CANNOT COMPARE: ${incomparableText(verdict.because)}`];
	}
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
	tooFew: 'quiet',
} as const satisfies Readonly<Record<Verdict['kind'], Tone>>;

/** `02:36`; with its date once that is another one. */
export function hourAndMinute(atMs: number, nowMs: number): SafeText {
	return ident(clockTimeSince(atMs, nowMs).replace(/:\d\d$/, ''));
}

type TooFew = Extract<Verdict, {kind: 'tooFew'}>;

/** Whoever reads that it is too few while one in ten fails would think that this may be chance. */
function earlyText({requests, earlyFailures, minutesLeft}: TooFew): SafeText {
	const failed = safe`${countOf(earlyFailures ?? 0)} of ${countOf(requests ?? 0)} requests failed`;
	return safe`TOO EARLY: ${failed}, verdict in ~${minutesLeft ?? 1} min`;
}

function fewText({requests, minutesLeft}: TooFew): SafeText {
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
