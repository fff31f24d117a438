import {shortField} from '../../domain/cluster/read-object.ts';
import type {Tone} from '../../domain/reading.ts';
import type {Release, SplitShare} from '../../domain/release/release.ts';
import type {PhaseCode} from '../../domain/release/told.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {formatAge, formatDuration} from '../../domain/time.ts';
import {type Asked, askedOf} from '../evidence/asked.ts';
import {percentText, weightText} from '../evidence/text/weight-text.ts';
import type {State} from '../state/state.ts';

/** How urgently a release needs the operator, and the glyph and word that say so. */
export interface Attention {
	readonly level: 'needsYou' | 'moving' | 'quiet';
	readonly tone: Tone;
	readonly glyph: SafeText;
	readonly word: SafeText;
	/** Lower is more urgent. */
	readonly rank: number;
}

/** The attention that a release needs now. While a request awaits its controller's answer, neither the state
 * before it nor the hoped-for one is shown as fact; contradictions from before it keep their rank. */
export function attentionNow(state: State, release: Release): Attention {
	const before = attention(release);
	const asked = askedOf(state, release);
	if (!asked || release.notUnderstood) return before;
	if (asked.isOverdue) return told.silent;
	return {level: 'moving', tone: 'moving', glyph: safe`…`, word: safe`ASKED`, rank: Math.min(before.rank, 4)};
}

/** `asked 3s ago: BACK TO 2.8.1 · argo has not answered yet`; it begins with this word. */
export function askedText(
	{what, sinceMs, isOverdue}: Asked,
	{controller}: Release,
	nowMs: number,
	word = safe`asked`,
): SafeText {
	const ago = sinceMs === null ? safe`` : safe` ${age(sinceMs, nowMs)} ago`;
	const request = what === null ? safe`${word} by another client${ago}` : safe`${word}${ago}: ${what}`;
	return isOverdue
		? safe`${request} · nothing came of it within a minute`
		: safe`${request} · ${controller} has not answered yet`;
}

function attention({notUnderstood, contradictions, phase, next}: Release): Attention {
	if (notUnderstood) return told.notUnderstood;
	// A contradiction outranks the phase that the controller reports.
	if (contradictions.length > 0) return phase.kind === 'aborted' ? told.notRolledBack : told.mismatch;
	if (phase.kind === 'progressing') return rollingCodes.has(phase.code) ? told.rolling : told.progressing;
	if (phase.kind !== 'paused') return told[phase.kind];
	switch (phase.because) {
		case 'timer':
			return told.timed;
		case 'inconclusive':
			return told.unclear;
		case 'manual':
			return told.held;
		case 'person':
			return next.code === 'held-by-gate' ? told.gate : pausedForPerson(phase.partition, next.code);
	}
}

function pausedForPerson(partition: number | undefined, code: Release['next']['code']): Attention {
	if (partition !== undefined) return {...told.paused, word: safe`PARTITION ${partition}`};
	return code === 'held-until-deleted' ? told.onDelete : told.paused;
}

/** It moves by replacing pods. */
const rollingCodes: ReadonlySet<PhaseCode> = new Set(['pods-start', 'pods-replaced', 'pods-come-back', 'restarting']);

/** Made once, because sorting a list needs it for every release. */
const told = {
	notUnderstood: {level: 'needsYou', tone: 'critical', glyph: safe`?`, word: safe`NOT UNDERSTOOD`, rank: 0},
	notRolledBack: {level: 'needsYou', tone: 'critical', glyph: safe`≠`, word: safe`NOT ROLLED BACK`, rank: 0},
	mismatch: {level: 'needsYou', tone: 'critical', glyph: safe`≠`, word: safe`MISMATCH`, rank: 0},
	degraded: {level: 'needsYou', tone: 'critical', glyph: safe`✖`, word: safe`FAILED`, rank: 1},
	silent: {level: 'needsYou', tone: 'critical', glyph: safe`✖`, word: safe`NO ANSWER`, rank: 1},
	unclear: {level: 'needsYou', tone: 'warning', glyph: safe`?`, word: safe`UNCLEAR`, rank: 2},
	/** By a person, with the verb or by hand. */
	held: {level: 'needsYou', tone: 'warning', glyph: safe`‖`, word: safe`HELD`, rank: 2},
	paused: {level: 'needsYou', tone: 'warning', glyph: safe`‖`, word: safe`PAUSED`, rank: 2},
	gate: {level: 'needsYou', tone: 'warning', glyph: safe`‖`, word: safe`GATE`, rank: 2},
	onDelete: {level: 'needsYou', tone: 'warning', glyph: safe`‖`, word: safe`OnDelete`, rank: 2},
	aborted: {level: 'needsYou', tone: 'warning', glyph: safe`⚠`, word: safe`ABORTED`, rank: 3},
	analysing: {level: 'moving', tone: 'moving', glyph: safe`…`, word: safe`ANALYSIS`, rank: 4},
	progressing: {level: 'moving', tone: 'moving', glyph: safe`▶`, word: safe`MOVING`, rank: 4},
	rolling: {level: 'moving', tone: 'moving', glyph: safe`▶`, word: safe`ROLLING`, rank: 4},
	/** Until its pause runs out. */
	timed: {level: 'moving', tone: 'moving', glyph: safe`…`, word: safe`PAUSED`, rank: 5},
	split: {level: 'quiet', tone: 'quiet', glyph: safe`·`, word: safe`SPLIT`, rank: 8},
	stable: {level: 'quiet', tone: 'quiet', glyph: safe`·`, word: safe`stable`, rank: 9},
} as const satisfies Readonly<Record<string, Attention>>;

/** `Rollout checkout, spec.replicas`: the object and field that cannot be read; null where all can. */
export function unreadWhy({notUnderstood}: Release): SafeText | null {
	return notUnderstood ? safe`${notUnderstood.kind} ${notUnderstood.name}, ${shortField(notUnderstood.field)}` : null;
}

/** `20% for 4m`, `5%→10% in 1m12s`, `20% due`, `40%`: what stands beside the word. */
export function whereText(release: Release, nowMs: number, isWithNext = true): SafeText {
	const weight = weightText(release);
	const {phase, next} = release;
	if (phase.kind === 'paused' && phase.because !== 'timer') {
		return phase.sinceMs === null ? weight : safe`${weight} for ${age(phase.sinceMs, nowMs)}`;
	}
	if (phase.kind === 'paused' && next.kind === 'timer') {
		const leftMs = next.atMs - nowMs;
		const left = leftMs > 0 ? safe`in ${ident(formatDuration(leftMs))}` : safe`due`;
		return safe`${weight}${isWithNext ? afterThePause(release) : safe``} ${left}`;
	}
	return weight;
}

/** The word with its time or its count: `PAUSED 10m`, `PAUSED 7m40s` (left), `ROLLING 4/5 ready`. */
export function wordWithTime(release: Release, word: SafeText, nowMs: number): SafeText {
	const {phase, next} = release;
	if (phase.kind === 'paused' && phase.because === 'timer' && next.kind === 'timer') {
		const leftMs = next.atMs - nowMs;
		return leftMs > 0 ? safe`${word} ${ident(formatDuration(leftMs))}` : safe`${word}, due`;
	}
	if (phase.kind === 'paused' || phase.kind === 'split')
		return phase.sinceMs === null ? word : safe`${word} ${age(phase.sinceMs, nowMs)}`;
	const rolled = release.revisions.find(({key}) => key === (release.canary ?? release.stable))?.pods;
	const isRolling = phase.kind === 'progressing' && rollingCodes.has(phase.code);
	if (isRolling && rolled && rolled.ready !== 'unknown' && rolled.desired !== 'unknown')
		return safe`${word} ${rolled.ready}/${rolled.desired} ready`;
	return word;
}

/** `→50%` when a weight follows the pause; empty when an analysis decides first. */
function afterThePause({steps, stepIndex}: Release): SafeText {
	const following = steps[stepIndex + 1];
	if (!following) return safe`→100%`;
	return following.weightPercent === null ? safe`` : safe`→${following.label}`;
}

/** `70% to v1, 30% to v2` */
export function sharesText(shares: readonly SplitShare[]): SafeText {
	return line(shares.map(({to, percent}) => `${percentText(percent)} to ${to}`).join(', '));
}

export function age(sinceMs: number | null, nowMs: number): SafeText {
	return sinceMs === null ? safe`` : ident(formatAge(nowMs - sinceMs));
}

/** `2.8.1 → 2.9.0`, or the one version. */
export function versionsText(release: Release): SafeText {
	const stable = release.revisions.find(revision => revision.key === release.stable);
	const canary = release.revisions.find(revision => revision.key === release.canary);
	if (stable && canary) return safe`${stable.tag} → ${canary.tag}`;
	if (release.split.shares) return sharesText(release.split.shares);
	return (canary ?? stable)?.tag ?? safe`–`;
}
