import type {Release} from '../../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {askedOf} from '../../evidence/asked.ts';
import {shortWeightText, weightText} from '../../evidence/text/weight-text.ts';
import {type Attention, attentionNow, whereText, wordWithTime} from '../../lists/attention.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';

/** A release in a column: the version on its way and where it stands, or the running one. */
export interface ReleaseCell {
	/** Empty without a release, and where no object tells it. */
	readonly tag: SafeText;
	/** `20%`; empty without a canary. */
	readonly share: SafeText;
	/** What it waits for, the longest first: `20% paused 4m`, `20% paused`, `20%`; none at rest. */
	readonly where: readonly SafeText[];
	readonly isAtRest: boolean;
}

export function releaseCell(state: State, release: Release | undefined): ReleaseCell {
	if (!release) return {tag: safe``, share: safe``, where: [], isAtRest: true};
	if (release.notUnderstood)
		return {tag: safe``, share: safe``, where: [safe`not understood`, safe`unreadable`], isAtRest: false};
	const attention = attentionNow(state, release);
	const shown = release.revisions.find(({key}) => key === (release.canary ?? release.stable));
	const tag = shown?.tag ?? safe``;
	const isAtRest = release.canary === null && attention.level === 'quiet';
	if (isAtRest) return {tag, share: safe``, where: [], isAtRest};
	// Without a canary there is no share to tell, but for one that is not known.
	const isShared = release.canary !== null || release.split.configuredPercent === 'unknown';
	if (!isShared) return {tag, share: safe``, where: [inCell(attention.word)], isAtRest};
	return {tag, share: shortWeightText(release), where: whereOf(state, release, attention), isAtRest};
}

function whereOf(state: State, release: Release, {word}: Attention): readonly SafeText[] {
	const nowMs = serverTime(state);
	const {phase, split} = release;
	const weight = weightText(release);
	const said = (text: SafeText) =>
		split.configuredPercent === 'unknown' ? inCell(text) : safe`${weight} ${inCell(text)}`;
	// Before a request is answered, neither the state before it nor what follows is told.
	if (askedOf(state, release)) return [said(word), weight];
	if (phase.kind === 'stable') return [weight];
	if (phase.kind === 'paused' && phase.because === 'timer')
		return [whereText(release, nowMs), whereText(release, nowMs, false), weight];
	return [said(wordWithTime(release, word, nowMs)), said(word), weight];
}

/** Capitals are for what is read first in a line. */
function inCell(word: SafeText): SafeText {
	return word === word.toUpperCase() || /\d/.test(word) ? ident(word.toLowerCase()) : word;
}
