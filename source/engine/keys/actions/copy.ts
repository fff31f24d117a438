import {namedBy} from '../../../domain/cluster/keys.ts';
import {assertNever, err, type Result} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {SERVICES} from '../../../kinds/service.ts';
import type {CopyOutcome} from '../../../ports/terminal.ts';
import {kubectlGet, kubectlOf} from '../../intents/kubectl.ts';
import {currentPlace} from '../../lists/places.ts';
import {selectedRow, targetRelease} from '../../lists/selection.ts';
import type {Event} from '../../state/events.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {State} from '../../state/state.ts';
import {currentScreen, type EngineContext} from '../../world/context.ts';
import {shownState} from '../../world/shown-state.ts';
import {dialogIntent, withDialog} from '../dialog.ts';
import {messageMs, said} from '../said.ts';

/** Copies what the screen is about as Markdown for a chat. */
export function copyForChat(context: EngineContext, state: State): Reduction {
	const text = currentScreen(context, state).chat?.(context, state, shownState(state)) ?? null;
	return text === null ? only(told(state, 'warning', nothingMarked)) : copy(state, text);
}

/** Copies the plan of the open dialog as kubectl commands; without a dialog the command that shows the object. */
export function copyCommand(context: EngineContext, state: State): Reduction {
	const {dialog} = state.screen;
	const text = dialog?.mode === 'confirm' ? planCommand(context, state) : showCommand(context, state);
	return text.ok ? copy(state, text.value) : only(told(state, 'warning', text.error));
}

const nothingMarked = safe`nothing to copy: mark a row first`;

function planCommand(context: EngineContext, state: State): Result<SafeText, SafeText> {
	const {dialog} = state.screen;
	const plan = dialog && dialogIntent(state, dialog)?.plan;
	if (!plan) return err(safe`not copied: the plan is not made yet`);
	return kubectlOf(context, state.session.settings, plan);
}

function showCommand(context: EngineContext, state: State): Result<SafeText, SafeText> {
	const {settings} = state.session;
	const target = targetRelease(context, state);
	const release = target === null ? undefined : context.derive.releases(state).get(target);
	if (release) return kubectlGet(settings, release.ref);
	const key = selectedRow(context, state) ?? currentPlace(state.screen).key ?? null;
	if (key === null) return err(nothingMarked);
	const [service] = context.derive.rows(state).rows.get(key)?.services ?? [];
	const {name, namespace} = namedBy(key);
	if (service && context.derive.snapshot(state).get(SERVICES, service.namespace, service.name))
		return kubectlGet(settings, {kindId: SERVICES.id, ...service});
	return err(safe`not copied: ${namespace as SafeText}/${name as SafeText} is no object that perch has read`);
}

function copy(state: State, text: SafeText): Reduction {
	return {state, commands: [{kind: 'copy', text}]};
}

/** Says where the copy went, and no more than perch knows: no terminal says whether it took a text. */
export function copied(state: State, {lines, outcome}: Extract<Event, {kind: 'copied'}>): State {
	const what = lines === 1 ? safe`1 line` : safe`${lines} lines`;
	const isNowhere = !outcome.file.ok && (outcome.clipboard === 'none' || outcome.clipboard === 'tooLong');
	const tone = isNowhere ? 'critical' : outcome.file.ok && outcome.clipboard !== 'tooLong' ? 'info' : 'warning';
	return told(state, tone, safe`${what} ${whereText(outcome)}`);
}

function whereText({clipboard, file}: CopyOutcome): SafeText {
	const also = file.ok ? safe`also in ${file.value}` : safe`no file: ${file.error}`;
	switch (clipboard) {
		case 'sent':
			return safe`sent to clipboard (OSC 52) · ${also}`;
		case 'tmux':
			return safe`given to tmux's clipboard · ${also}`;
		case 'tooLong':
			return inFileAlone(file, safe`too long for the clipboard`);
		case 'none':
			return inFileAlone(file, safe`this terminal has no clipboard`);
		default:
			return assertNever(clipboard);
	}
}

function inFileAlone(file: CopyOutcome['file'], because: SafeText): SafeText {
	return file.ok ? safe`in ${file.value}: ${because}` : safe`not copied: ${because} · ${file.error}`;
}

/** Says it where the operator looks: in the dialog while one is open. */
function told(state: State, tone: 'info' | 'warning' | 'critical', text: SafeText): State {
	const {dialog} = state.screen;
	if (dialog?.mode === 'confirm') return withDialog(state, {...dialog, message: text});
	const next = said(state, tone, text);
	// Where the copy is stands in the message: it stays for as long as it takes to read a path.
	const {message} = next.screen;
	return message
		? {...next, screen: {...next.screen, message: {...message, untilMs: state.nowMs + 2 * messageMs}}}
		: next;
}
