import type {Tone} from '../../../domain/reading.ts';
import type {Release} from '../../../domain/release/release.ts';
import type {Verdict} from '../../../domain/release/verdict.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {askedOf} from '../../evidence/asked.ts';
import type {Harm} from '../../evidence/harm/harm.ts';
import {measurement} from '../../evidence/row-figures.ts';
import {harmWords, verdictParts, verdictTones} from '../../evidence/text/verdict-text.ts';
import {harmKind, verdictOf} from '../../evidence/verdict.ts';
import {takenBackOf} from '../../intents/recovery/taken-back.ts';
import {type Attention, askedText, attentionNow, wordWithTime} from '../../lists/attention.ts';
import {warningsOf} from '../../questions/poll.ts';
import type {Recovery} from '../../state/intent.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {harmSigns, type Sign, signOfHarm} from '../home/harm-sign.ts';
import {verdictStaleText} from './outlook.ts';
import {takenBackParts, takenBackTones} from './taken-back-text.ts';

/** The first line of a release: what matters most now, then what else is said of it. */
export interface Headline {
	readonly tone: Tone;
	readonly glyph: SafeText;
	/** Each stands by itself; where room is short, they go on in the next line. */
	readonly parts: readonly [SafeText, ...SafeText[]];
	/** It says what came of a way back. */
	readonly tellsRecovery?: true;
	/** It says why the phase is what it is. */
	readonly saysPhase?: true;
}

/** The verdict where the canary does harm, else the phase, and the verdict after it. What the cluster does against
 * its controller's word comes before either. */
export function headlineOfRelease(context: EngineContext, state: State, release: Release): Headline {
	const nowMs = serverTime(state);
	const shown = attentionNow(state, release);
	const said = isStateFirst(state, release, shown) ? stateText(state, release, shown) : null;
	const back = takenBackOf(context, state, release);
	if (back && said === null) {
		const tone = back.recovery ? takenBackTones[back.recovery.kind] : 'quiet';
		const told = back.recovery ? ({tellsRecovery: true} as const) : {};
		return {tone, glyph: glyphs[tone], parts: takenBackParts(back, nowMs), ...told};
	}
	const verdict = verdictOf(context, state, release);
	const judged = verdict === null ? [] : [...staleParts(state, release, verdict, nowMs)];
	if (said !== null) return {...marksOf(shown), parts: [said, ...judged]};
	const [first, ...others] = judged;
	// Harm is the headline; what the release waits for is told under it.
	if (first && verdict && verdict.kind in harmWords) {
		const tone = verdictTones[verdict.kind];
		return {tone, glyph: glyphs[tone], parts: [first, ...others]};
	}
	return {...marksOf(shown), parts: [stateText(state, release, shown), ...judged], saysPhase: true};
}

/** What a verdict of a past moment says. */
export function headlineOfVerdict(verdict: Verdict, nowMs: number): Headline {
	const tone = verdictTones[verdict.kind];
	return {tone, glyph: glyphs[tone], parts: verdictParts(verdict, nowMs)};
}

/** The mark before a release in a list: harm outranks what a controller reports, and what came of a way back outranks
 * that the controller still reports it. */
export function signOfRelease(context: EngineContext, state: State, release: Release, harm: Harm | null): Sign {
	if (harm) return signOfHarm(harm);
	const shown = attentionNow(state, release);
	const recovery = recoveryFirst(context, state, release, shown);
	if (!recovery) return marksOf(shown);
	const tone = takenBackTones[recovery.kind];
	return {tone, glyph: glyphs[tone]};
}

/** What measured traffic says since a way back of this session; null where there was none, and where what the cluster
 * does comes first. */
function recoveryFirst(context: EngineContext, state: State, release: Release, shown: Attention): Recovery | null {
	return isStateFirst(state, release, shown) ? null : (takenBackOf(context, state, release)?.recovery ?? null);
}

/** The same in a word, for a list: `WORSE`, `SLOWER`, `PAUSED`. Figures that are too old convict nobody. */
export function wordOfRelease(context: EngineContext, state: State, release: Release, harm: Harm | null): SafeText {
	const shown = attentionNow(state, release);
	if (isStateFirst(state, release, shown)) return shown.word;
	const isJudged = measurement(state)?.isStale === false && takenBackOf(context, state, release) === null;
	const kind = isJudged ? harmKind(context, state, release) : null;
	if (harm?.kind !== 'slow' && (kind === 'worse' || kind === 'bothBad')) return harmWords[kind];
	if (harm) return harmSigns[harm.kind].word;
	const recovery = recoveryFirst(context, state, release, shown);
	if (recovery && recovery.kind in recoveryWords) return recoveryWords[recovery.kind as keyof typeof recoveryWords];
	return kind === 'wasWorse' ? harmWords.wasWorse : shown.word;
}

/** What the cluster does against its controller's word, what failed, and what was asked come before any verdict. */
function isStateFirst(state: State, release: Release, {rank}: Attention): boolean {
	return rank <= 1 || askedOf(state, release) !== null;
}

const recoveryWords = {
	recovered: safe`RECOVERED`,
	notRecovered: safe`NOT RECOVERED`,
	notProven: safe`NOT PROVEN`,
} as const;

const glyphs = {
	critical: safe`✖`,
	warning: safe`⚠`,
	good: safe`✔`,
	moving: safe`…`,
	quiet: safe`·`,
} as const satisfies Readonly<Record<Tone, SafeText>>;

function marksOf({tone, glyph}: Attention): Sign {
	return {tone, glyph};
}

/** Figures that are too old to be those of now say how old they are, and partial ones that they are; what was never
 * measured is neither. */
function staleParts(state: State, release: Release, verdict: Verdict, nowMs: number): readonly SafeText[] {
	const [first, ...others] = verdictParts(verdict, nowMs);
	const isUnmeasured =
		verdict.kind === 'cannotCompare' &&
		(verdict.because.code === 'no-metrics' || verdict.because.code === 'not-configured');
	if (isUnmeasured) return [first, ...others];
	const partial = verdict.kind !== 'cannotCompare' && warningsOf(state.metrics).length > 0;
	return [safe`${verdictStaleText(state, release)}${first}`, ...(partial ? [safe`of partial metrics`] : []), ...others];
}

function stateText(state: State, release: Release, {word}: Attention): SafeText {
	const {phase, notUnderstood, contradictions} = release;
	const nowMs = serverTime(state);
	const asked = askedOf(state, release);
	if (asked)
		return asked.isOverdue
			? safe`${word}: ${askedText(asked, release, nowMs)}`
			: askedText(asked, release, nowMs, word);
	if (notUnderstood) return safe`${word}: perch cannot read ${notUnderstood.kind} ${notUnderstood.name}`;
	const [contradiction] = contradictions;
	if (contradiction) return safe`${word}: ${contradiction.text}`;
	switch (phase.kind) {
		case 'stable':
			return safe`${word}: no release under way`;
		case 'split':
			return safe`${wordWithTime(release, word, nowMs)}: set by hand`;
		case 'paused':
			return wordWithTime(release, word, nowMs);
		default: {
			const counted = wordWithTime(release, word, nowMs);
			return counted === word ? safe`${word}: ${phase.because}` : counted;
		}
	}
}
