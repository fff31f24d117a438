import type {Release} from '../../domain/release.ts';
import {ident, line, type SafeText, safe} from '../../domain/safe-text.ts';
import {clockTime, formatDuration} from '../../domain/time.ts';
import type {Intent} from '../intent.ts';
import type {State} from '../state.ts';
import type {Tone} from './home.ts';

/** The line stays this long after its end. */
const keptMs = 600_000;

/** What was asked last of this release and how far it has come; null when nothing was, or it is long over. */
export function intentLine(state: State, release: Release): {readonly tone: Tone; readonly text: SafeText} | null {
	const intent = state.intents.findLast(
		candidate =>
			candidate.release.key === release.key &&
			candidate.phase.kind !== 'confirming' &&
			candidate.phase.kind !== 'cancelled',
	);
	if (!intent || state.nowMs - intent.raisedAtMs > keptMs) return null;
	const at = ident(clockTime(intent.sentAtMs ?? intent.raisedAtMs));
	const what = intent.plan?.headline ?? line(intent.verb);
	const {tone, text} = progress(intent);
	const recovery = intent.recovery ? safe` · ${intent.recovery.text}` : safe``;
	return {tone: recoveryTone(intent) ?? tone, text: safe`${at} ${what}: ${text}${recovery}`};
}

function progress(intent: Intent): {readonly tone: Tone; readonly text: SafeText} {
	const {phase} = intent;
	switch (phase.kind) {
		case 'confirming':
		case 'cancelled':
			return {tone: 'quiet', text: safe``};
		case 'recording':
		case 'rechecking':
		case 'sending':
		case 'awaiting':
			return {tone: 'moving', text: safe`sending`};
		case 'accepted':
			if (phase.effect.kind === 'notReverted')
				return {tone: 'critical', text: safe`NOT REVERTED: ${phase.effect.evidence}`};
			if (phase.isOverdue)
				return {tone: 'critical', text: safe`accepted, but without effect for a minute: ${phase.effect.evidence}`};
			return {tone: 'moving', text: safe`sent → accepted → ${phase.effect.evidence}`};
		case 'effective': {
			const took =
				intent.sentAtMs === null ? safe`` : safe` after ${ident(formatDuration(phase.atMs - intent.raisedAtMs))}`;
			return {tone: 'good', text: safe`sent → accepted → ${phase.evidence}${took}`};
		}
		case 'unconfirmed':
			return {tone: 'critical', text: safe`UNKNOWN yet: ${phase.text}`};
		case 'refused':
		case 'superseded':
			return {tone: 'warning', text: phase.text};
		case 'unknown':
		case 'reverted':
			return {tone: 'critical', text: phase.text};
	}
}

function recoveryTone({recovery}: Intent): Tone | null {
	switch (recovery?.kind) {
		case 'recovered':
			return 'good';
		case 'notRecovered':
			return 'critical';
		default:
			return null;
	}
}
