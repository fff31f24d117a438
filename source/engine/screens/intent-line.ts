import type {Tone} from '../../domain/reading.ts';
import type {Effect} from '../../domain/release/plan.ts';
import type {Release} from '../../domain/release/release.ts';
import type {Verb} from '../../domain/release/verb.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTime, formatDuration} from '../../domain/time.ts';
import {operationOf} from '../intents/prepare/operation.ts';
import type {Intent} from '../state/intent.ts';
import {actedAtMs} from '../state/server-time.ts';
import type {Cluster, State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** The line stays this long after its intent was raised. */
const keptMs = 600_000;

export interface IntentLines {
	readonly progress: IntentLine;
	/** After a way back: what measured traffic says. */
	readonly recovery: IntentLine | null;
}

export interface IntentLine {
	readonly tone: Tone;
	readonly text: SafeText;
}

/** The last intent of this release and how far it has come; null when there is none, or it is long over. */
export function intentLines(context: EngineContext, state: State, release: Release): IntentLines | null {
	const intent = lastToldOf(state, release);
	if (!intent) return null;
	const {recovery} = intent;
	return {
		progress: progressLine(intent, state, effectNow(context, state, intent, release)),
		recovery: recovery && {tone: recoveryTones[recovery.kind], text: recovery.text},
	};
}

/** The last intent of this release where it did not come about, or where nobody knows; null where none did, and where the
 * release's own state tells it. */
export function setbackOf(state: State, release: Release): IntentLine | null {
	const intent = lastToldOf(state, release);
	if (!intent || intent.phase.kind === 'accepted') return null;
	const told = progressLine(intent, state, null);
	return told.tone === 'warning' || told.tone === 'critical' ? told : null;
}

function lastToldOf({intents, nowMs}: State, release: Release): Intent | null {
	const last = intents.findLast(
		({release: {key}, phase}) => key === release.key && phase.kind !== 'confirming' && phase.kind !== 'cancelled',
	);
	return last && nowMs - last.raisedAtMs <= keptMs && !isOfEarlierRelease(last, release) ? last : null;
}

/** Whether the intent is about an earlier canary: its outcome would read as news of the present one. While the
 * outcome of a request is not known, its line stays. */
function isOfEarlierRelease({verb, release: seen, phase, leftBehind}: Intent, {canary}: Release): boolean {
	const isOver = phase.kind === 'effective' || phase.kind === 'refused' || phase.kind === 'superseded';
	if (!isOver || leftBehind !== null || canary === null || bringsRevision.has(verb)) return false;
	return !seen.revisions.some(({key}) => key === canary);
}

/** Verbs whose effect is a revision that was not there before. */
const bringsRevision: ReadonlySet<Verb> = new Set(['toRevision', 'setImage', 'restart', 'undo']);

/** The intent's effect as the watches show it now; null where nothing tells. */
export function effectNow(context: EngineContext, state: State, {plan, verb, release: before}: Intent, now: Release) {
	if (!plan || now.uid !== before.uid) return null;
	return operationOf(context, state, now, verb)?.effect(plan, before, now) ?? null;
}

function progressLine(intent: Intent, of: Pick<Cluster, 'cluster'>, now: Effect | null): IntentLine {
	const at = ident(clockTime(actedAtMs(intent, of)));
	const {tone, text} = actLine(intent, now);
	return {tone, text: safe`${at} ${text}`};
}

/** What was asked and how far it came; `now` is its effect as the watches show it, null where nothing tells. */
export function actLine(intent: Intent, now: Effect | null): IntentLine {
	const what = intent.plan?.headline ?? line(intent.verb);
	const {tone, text} =
		intent.leftBehind === null ? progress(intent, now) : {tone: 'critical' as const, text: intent.leftBehind};
	return {tone, text: safe`${what}: ${text}`};
}

/** The last intent of another cluster that ended badly, or of which nobody knows how it ended; null where none did. */
export function troubleOf(other: Cluster, nowMs: number): IntentLine | null {
	const told = other.intents
		.filter(({raisedAtMs, confirmedAtMs}) => confirmedAtMs !== null && nowMs - raisedAtMs <= keptMs)
		.map(intent => progressLine(intent, other, null));
	return told.findLast(({tone}) => tone === 'warning' || tone === 'critical') ?? null;
}

/** How far an intent has come; `now` is its effect as the watches show it, null where nothing tells. */
export function progress(intent: Intent, now: Effect | null): {readonly tone: Tone; readonly text: SafeText} {
	const {phase} = intent;
	switch (phase.kind) {
		case 'confirming':
		case 'cancelled':
			return {tone: 'quiet', text: safe``};
		case 'recording':
		case 'rechecking':
		case 'sending':
			return {tone: 'moving', text: safe`sending`};
		case 'awaiting': {
			const step = intent.plan?.steps[phase.step];
			return {tone: 'moving', text: step?.kind === 'await' ? safe`waiting: ${step.label}` : safe`waiting`};
		}
		case 'cleaning':
			return {tone: 'moving', text: safe`putting back what was opened for it`};
		case 'accepted':
			if (phase.effect.kind === 'notReverted')
				return {tone: 'critical', text: safe`NOT ROLLED BACK: ${phase.effect.evidence}`};
			if (phase.isOverdue)
				return {tone: 'critical', text: safe`accepted, but without effect for a minute: ${phase.effect.evidence}`};
			return {tone: 'moving', text: safe`accepted · ${phase.effect.evidence}`};
		case 'effective': {
			const took =
				intent.confirmedAtMs === null
					? safe``
					: safe` after ${ident(formatDuration(phase.atMs - intent.confirmedAtMs))}`;
			// The effect may be over by now: then do not show it as the present.
			if (now !== null && now.kind !== 'effective') {
				return {tone: 'quiet', text: safe`took effect${took}, and has moved on since`};
			}
			return {tone: 'good', text: safe`${now?.evidence ?? phase.evidence}${took}`};
		}
		case 'unconfirmed':
			return {tone: 'critical', text: safe`UNKNOWN yet: ${phase.text}`};
		case 'refused':
		case 'superseded':
		case 'overtaken':
			return {tone: 'warning', text: phase.text};
		case 'unknown':
		case 'reverted':
			return {tone: 'critical', text: phase.text};
	}
}

const recoveryTones = {
	watching: 'moving',
	noRequests: 'moving',
	notProven: 'warning',
	cannotTell: 'warning',
	recovered: 'good',
	notRecovered: 'critical',
} as const satisfies Readonly<Record<NonNullable<Intent['recovery']>['kind'], Tone>>;
