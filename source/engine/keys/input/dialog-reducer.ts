import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {canAct} from '../../intents/prepare/can-act.ts';
import {raiseIntent, replan} from '../../intents/prepare/prepare.ts';
import {clusterWord, needsClusterName} from '../../intents/prepare/protection.ts';
import {cancelIntent, confirmIntent} from '../../intents/request.ts';
import type {Intent} from '../../state/intent.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {Dialog} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {Key} from '../../state/terminal-input.ts';
import type {EngineContext} from '../../world/context.ts';
import {copyCommand, copyForChat} from '../actions/copy.ts';
import {
	choiceBlock,
	dialogIntent,
	dialogVerbs,
	inputBlockedReason,
	isOutdated,
	withDialog,
	withDialogMessage,
} from '../dialog.ts';
import {disarmedBecause} from '../key-guard.ts';
import {chooseKey} from './ask-questions.ts';
import {keyWord} from './keymap.ts';
import {edited} from './text-input.ts';

/** Handles a key while a dialog is open; nothing behind the dialog gets the key. */
export function dialogKey(context: EngineContext, state: State, dialog: Dialog, key: Key): Reduction {
	const intent = dialogIntent(state, dialog);
	if (!intent) return only(withDialog(state, null));
	if (key.name === 'escape') return only(cancel(state, intent));
	if (dialog.mode === 'choose') return chooseKey(context, state, dialog, intent, key);
	if (dialog.focus !== 'buttons') return only(typeKey(state, dialog, intent, key));
	switch (key.name) {
		case 'left':
		case 'right':
			return moveChoice(context, state, dialog, intent, key.name === 'left' ? -1 : 1);
		case 'pageup':
		case 'pagedown':
			return only(scrolled(state, dialog, key.name === 'pageup' ? -scrollPage : scrollPage));
		case 'up':
		case 'down':
			// While the request is shown, up and down scroll it.
			if (dialog.isRequestShown) return only(scrolled(state, dialog, key.name === 'up' ? -1 : 1));
			return only(focused(state, dialog, intent, key.name === 'up'));
		case 'tab':
			return only(focused(state, dialog, intent, false));
		case 'd':
			if (dialog.clusterText !== '') return only(typedName(state, dialog, intent, key));
			return only(withDialog(state, {...dialog, isRequestShown: !dialog.isRequestShown, bodyOffset: 0}));
		case 'y':
		case 'Y':
			if (isOfName(state, dialog, intent, key)) return only(typedName(state, dialog, intent, key));
			return key.name === 'y' ? copyForChat(context, state) : copyCommand(context, state);
		case 'enter':
			return pressChoice(context, state, dialog, intent);
		default:
			return typedOrRefused(state, dialog, intent, key);
	}
}

/** Whether the key is a letter of the cluster's name, which the operator is typing or begins with it. */
function isOfName(state: State, {clusterText}: Dialog, intent: Intent, {name}: Key): boolean {
	if (!needsClusterName(state, intent)) return false;
	return clusterText !== '' || clusterWord(state.session.target).startsWith(name);
}

function typedOrRefused(state: State, dialog: Dialog, intent: Intent, key: Key): Reduction {
	const next = typedName(state, dialog, intent, key);
	// The key that opened the dialog may still be held.
	if (next !== state || state.nowMs - dialog.openedAtMs < secondPressMs) return only(next);
	if (disarmedBecause(state.screen.guard, state.nowMs)) return only(state);
	return withDialogMessage(state, dialog, safe`${keyWord(key.name)} does nothing here: esc cancels`);
}

/** Where the cluster's name is required, typing goes to its input without a tab first. */
function typedName(state: State, dialog: Dialog, intent: Intent, key: Key): State {
	// If the name begins with d, its first letter has shown the request.
	const word: string = clusterWord(state.session.target);
	const isBegun = dialog.isRequestShown && dialog.clusterText === '' && word.startsWith(edited(safe`d`, key));
	const before = isBegun ? safe`d` : dialog.clusterText;
	const clusterText = edited(before, key);
	if (!needsClusterName(state, intent) || clusterText === before) return state;
	// The key that opened the dialog may still be held, or was pressed twice: do not take it for a letter of the
	// name.
	if (state.nowMs - dialog.openedAtMs < secondPressMs) return state;
	const isRequestShown = dialog.isRequestShown && !isBegun;
	return withDialog(state, {...dialog, focus: 'cluster', clusterText, isRequestShown, message: null});
}

/** Longer than the pause between two presses of one key. */
const secondPressMs = 600;

const scrollPage = 8;

function focused(state: State, dialog: Dialog, intent: Intent, isBackward: boolean): State {
	return withDialog(state, {...dialog, focus: nextFocus(state, dialog, intent, isBackward)});
}

function scrolled(state: State, dialog: Dialog, by: number): State {
	return withDialog(state, {...dialog, bodyOffset: Math.max(0, dialog.bodyOffset + by)});
}

function moveChoice(context: EngineContext, state: State, dialog: Dialog, intent: Intent, by: number): Reduction {
	// A paste may hold arrow keys: they must not choose.
	const ignored = disarmedBecause(state.screen.guard, state.nowMs);
	if (ignored) return withDialogMessage(state, dialog, ignored);
	const isOpen = intent.phase.kind === 'confirming';
	const verbs = isOpen ? dialogVerbs(context, state, intent.release.key, intent.verb) : [intent.verb];
	let refused: SafeText | null = null;
	// Skip choices that do not apply.
	for (let at = dialog.choiceIndex + by; at >= 0 && at <= verbs.length; at += by) {
		const moved = withDialog(state, {...dialog, choiceIndex: at, message: null});
		const verb = verbs[at - 1];
		if (verb === undefined || verb === intent.verb) return only(moved);
		const allowed = canAct(context, state, intent.release.key, verb, intent.answers);
		if (allowed.ok) return replan(context, moved, intent, verb, intent.answers);
		refused ??= allowed.error.reason;
	}
	return refused ? withDialogMessage(state, dialog, refused) : only(state);
}

function pressChoice(context: EngineContext, state: State, dialog: Dialog, intent: Intent): Reduction {
	if (dialog.choiceIndex === 0) return only(cancel(state, intent));
	const hands = inputBlockedReason(state, dialog);
	if (hands) return withDialogMessage(state, dialog, hands);
	if (isOutdated(context, state, intent)) return lookAgain(context, state, dialog, intent);
	if (intent.phase.kind !== 'confirming') return only(state);
	const block = choiceBlock(context, state, dialog, intent);
	if (block) return withDialogMessage(state, dialog, block);
	return confirmIntent(context, withDialog(state, {...dialog, message: null}), intent, {
		reason: dialog.reasonText === '' ? null : dialog.reasonText,
		typedName: dialog.clusterText,
	});
}

/** Takes the present state for what was seen and asks to confirm it, as an intent of its own, with a record of
 * its own. */
function lookAgain(context: EngineContext, state: State, dialog: Dialog, intent: Intent): Reduction {
	const {verb, answers, release} = intent;
	const seen = nowFacts(context, state, intent);
	const raised = raiseIntent(context, cancel(state, intent), {verb, answers, release, seen, raisedAtMs: state.nowMs});
	const again = {...dialog, intentId: raised.id, openedAtMs: state.nowMs, choiceIndex: 0, message: null};
	return {state: withDialog(raised.reduction.state, again), commands: raised.reduction.commands};
}

/** The facts that the operator sees when looking again: the watch's own, else those of the last live read. */
function nowFacts(context: EngineContext, state: State, intent: Intent): Intent['seen'] {
	return (context.derive.releases(state).get(intent.release.key) ?? intent.release).facts;
}

function typeKey(state: State, dialog: Dialog, intent: Intent, key: Key): State {
	switch (key.name) {
		case 'tab':
		case 'down':
		case 'enter':
			return withDialog(state, {...dialog, focus: nextFocus(state, dialog, intent, false)});
		case 'up':
			return withDialog(state, {...dialog, focus: nextFocus(state, dialog, intent, true)});
		default:
			if (dialog.focus === 'cluster')
				return withDialog(state, {...dialog, clusterText: edited(dialog.clusterText, key), message: null});
			return withDialog(state, {...dialog, reasonText: edited(dialog.reasonText, key), message: null});
	}
}

/** Closes the dialog once the request was sent; after a plan toward stable it asks for the reason instead. */
export function followDialog(state: State): State {
	const {dialog} = state.screen;
	const intent = dialog ? dialogIntent(state, dialog) : undefined;
	if (!dialog || !intent || dialog.mode !== 'confirm') return state;
	switch (intent.phase.kind) {
		case 'accepted':
		case 'effective':
		case 'unconfirmed':
		case 'unknown':
		case 'reverted':
			if (intent.plan?.direction === 'towardCanary') return withDialog(state, null);
			return withDialog(state, {...dialog, mode: 'reason', focus: 'buttons', message: null});
		default:
			return state;
	}
}

function nextFocus(state: State, dialog: Dialog, intent: Intent, isBackward: boolean): Dialog['focus'] {
	const order: Dialog['focus'][] = ['buttons'];
	if (needsClusterName(state, intent)) order.push('cluster');
	if (intent.plan?.direction === 'towardCanary') order.push('reason');
	const at = order.indexOf(dialog.focus);
	return order[(at + (isBackward ? order.length - 1 : 1)) % order.length] ?? 'buttons';
}

/** Closes the dialog. An intent that is not confirmed is cancelled; a confirmed one goes on, and the release's
 * screen follows it. */
function cancel(state: State, intent: Intent): State {
	return cancelIntent(withDialog(state, null), intent);
}
