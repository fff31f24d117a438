import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import type {Verb} from '../../domain/release/verb.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {operationOf} from '../intents/prepare/operation.ts';
import {confirmBlock, movedSince} from '../intents/prepare/prepare.ts';
import {nameBlock} from '../intents/prepare/protection.ts';
import {reasonBlock} from '../intents/prepare/reason.ts';
import type {Intent} from '../state/intent.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {Dialog} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {dialogSettlesMs, disarmedBecause} from './key-guard.ts';

export function openDialog(
	state: State,
	intentId: string,
	mode: Dialog['mode'],
	markedAnswer: string | null = null,
): State {
	const dialog: Dialog = {
		intentId,
		openedAtMs: state.nowMs,
		mode,
		choiceIndex: 0,
		markedAnswer,
		entryText: safe``,
		focus: 'buttons',
		clusterText: safe``,
		reasonText: safe``,
		isRequestShown: false,
		bodyOffset: 0,
		message: null,
	};
	// The old message was about something else.
	return {...state, screen: {...state.screen, dialog, message: null}};
}

export function dialogIntent(state: State, dialog: Dialog): Intent | undefined {
	return state.intents.find(intent => intent.id === dialog.intentId);
}

/** The choices beside Cancel: promoting by a step and promoting fully are both offered where they differ. */
export function dialogVerbs(context: EngineContext, state: State, key: ReleaseKey | null, verb: Verb): readonly Verb[] {
	if (verb !== 'promote' && verb !== 'promoteFull') return [verb];
	const release = key === null ? undefined : context.derive.releases(state).get(key);
	return (['promote', 'promoteFull'] as const).filter(one => {
		const can = release && operationOf(context, state, release, one)?.can(release, []);
		return one === verb || (can && (can.ok || can.error.code !== 'same-as-promote'));
	});
}

/** Whether the state that was confirmed, or was about to be, is no longer there: the choice is then to look again. */
export function isOutdated(context: EngineContext, state: State, intent: Intent): boolean {
	if (intent.phase.kind === 'superseded' || intent.phase.kind === 'refused') return true;
	if (intent.phase.kind === 'confirming' && intent.checks.live === 'failed') return true;
	return (
		intent.phase.kind === 'confirming' &&
		intent.plan?.direction === 'towardCanary' &&
		movedSince(context, state, intent) !== null
	);
}

/** Why enter on a choice does nothing yet; null when it acts. */
export function choiceBlock(context: EngineContext, state: State, dialog: Dialog, intent: Intent): SafeText | null {
	const block = confirmBlock(context, state, intent);
	if (block) return block.text;
	return nameBlock(state, intent, dialog.clusterText) ?? reasonBlock(context, state, intent, dialog.reasonText);
}

/** Why perch does not trust the keyboard at this moment; null when it does. */
export function inputBlockedReason(state: State, dialog: Dialog): SafeText | null {
	if (state.nowMs - dialog.openedAtMs < dialogSettlesMs)
		return safe`keys ignored 0.4 s after the dialog opened: press again`;
	return disarmedBecause(state.screen.guard, state.nowMs);
}

export function withDialogMessage(state: State, dialog: Dialog, message: SafeText): Reduction {
	return only(withDialog(state, {...dialog, message}));
}

export function withDialog(state: State, dialog: Dialog | null): State {
	return {...state, screen: {...state.screen, dialog}};
}
