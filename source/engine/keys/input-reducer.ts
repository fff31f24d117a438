import type {Verb} from '../../domain/plan.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {canAct} from '../intents/actions.ts';
import {raiseIntent} from '../intents/confirming.ts';
import {currentPlace} from '../lists/places.ts';
import {followFilter, targetRelease} from '../lists/selection.ts';
import type {Command} from '../state/commands.ts';
import type {Event} from '../state/events.ts';
import {isInFlight} from '../state/intent.ts';
import type {Reduction} from '../state/reduction.ts';
import type {Dialog, Palette} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {Key} from '../state/terminal-input.ts';
import type {EngineContext} from '../world/context.ts';
import {dialogVerbs, openDialog} from './dialog.ts';
import {dialogKey} from './dialog-reducer.ts';
import {disarmedBecause, guarded} from './key-guard.ts';
import {type Action, bindingFor, keyWord} from './keymap.ts';
import {navigate} from './navigation.ts';
import {emptyPalette, paletteKey} from './palette.ts';
import {reasonKey} from './reason-prompt.ts';
import {edited} from './text-input.ts';

const messageMs = 4_000;

/** The only way in for the operator's hands. */
export function inputReceived(
	context: EngineContext,
	state: State,
	event: Extract<Event, {kind: 'inputReceived'}>,
): Reduction {
	const {input} = event;
	const guard = guarded(state.screen.guard, input, event.atMs);
	const ready: State = {...state, screen: {...state.screen, guard}};
	switch (input.kind) {
		case 'resize':
			return {
				state: {...ready, screen: {...ready.screen, size: {columns: input.columns, rows: input.rows}}},
				commands: [],
			};
		case 'focus':
			return {state: ready, commands: []};
		case 'paste':
			return {state: said(ready, 'info', safe`pasted text is ignored`), commands: []};
		case 'keys':
			return input.keys.reduce<Reduction>(
				(so, key) => {
					const next = keyPressed(context, so.state, key);
					const state = followFilter(context, so.state, next.state);
					return {state, commands: [...so.commands, ...next.commands]};
				},
				{state: ready, commands: []},
			);
	}
}

function keyPressed(context: EngineContext, state: State, key: Key): Reduction {
	return keyHeard(context, state.screen.wanted ? {...state, screen: {...state.screen, wanted: null}} : state, key);
}

function keyHeard(context: EngineContext, state: State, key: Key): Reduction {
	// Always, whatever is open or going on.
	if (key.name === 'ctrl-c') return quit(state);
	if (state.screen.dialog?.mode === 'reason') return keyAtReason(context, state, state.screen.dialog, key);
	if (state.screen.dialog) return dialogKey(context, state, state.screen.dialog, key);
	if (state.screen.palette) return pressPalette(context, state, state.screen.palette, key);
	if (state.screen.filter?.isEditing) return {state: typeFilter(state, key), commands: []};
	const binding = bindingFor(currentPlace(state.screen).kind, key.name);
	if (!binding) return {state: pressUnbound(state, key), commands: []};
	return perform(context, state, binding.action);
}

function keyAtReason(context: EngineContext, state: State, dialog: Dialog, key: Key): Reduction {
	const isBoundBeneath = bindingFor(currentPlace(state.screen).kind, key.name) !== undefined;
	const asked = reasonKey(state, dialog, key, isBoundBeneath);
	return asked.passedOn ? keyHeard(context, asked.state, key) : asked;
}

/** What a burst or a paste was told stays: its keys were no hand's. */
function pressUnbound(state: State, {name}: Key): State {
	if (disarmedBecause(state.screen.guard, state.nowMs)) return state;
	const where = currentPlace(state.screen).kind === 'help' ? safe`esc goes back` : safe`? lists the keys`;
	return said(state, 'info', safe`${keyWord(name)} does nothing here: ${where}`);
}

function perform(context: EngineContext, state: State, action: Action): Reduction {
	switch (action.kind) {
		case 'verb':
			return pressVerb(context, state, action.verb, true);
		case 'quit':
			return askToQuit(state);
		case 'palette':
			return {state: {...state, screen: {...state.screen, palette: emptyPalette}}, commands: []};
		case 'freeze':
			return {state: toggleFreeze(state), commands: []};
		default:
			return {state: navigate(context, state, action), commands: []};
	}
}

function pressPalette(context: EngineContext, state: State, open: Palette, key: Key): Reduction {
	const {palette, chosen} = paletteKey(context, state, open, key);
	const next: State = {...state, screen: {...state.screen, palette}};
	if (!chosen) return {state: next, commands: []};
	if (chosen === 'nothing')
		return {state: said(next, 'info', safe`type more of its name, or choose with up and down`), commands: []};
	if (chosen.refusal) return {state: said(next, 'warning', chosen.refusal.reason), commands: []};
	return perform(context, next, chosen.action);
}

/** `mayRead`: what the answer depends on is read first where it was not. */
export function pressVerb(context: EngineContext, state: State, pressed: Verb, mayRead: boolean): Reduction {
	const ignored = disarmedBecause(state.screen.guard, state.nowMs);
	if (ignored) return {state: said(state, 'warning', ignored), commands: []};
	// On a frozen screen the way back thaws first: what it acts on must be what is seen.
	if (state.frozen && pressed === 'back')
		return {state: said(toggleFreeze(state), 'info', safe`thawed: look, then press x again`), commands: []};
	const key = targetRelease(context, state);
	const asked = canAct(context, state, key, pressed);
	// Where the first choice does not apply, the dialog opens on the next one that does.
	const verbs = dialogVerbs(context, state, key, pressed);
	const verb = asked.ok ? pressed : verbs.find(choice => canAct(context, state, key, choice).ok);
	const allowed = verb === undefined ? asked : canAct(context, state, key, verb);
	if (!allowed.ok && allowed.error.isUnread && mayRead && key !== null) {
		const wanting = {...state.screen, wanted: {verb: pressed, release: key, sinceMs: state.nowMs}};
		return {state: said({...state, screen: wanting}, 'info', safe`reading its earlier versions`), commands: []};
	}
	if (!allowed.ok || verb === undefined) {
		return {state: said(state, 'warning', allowed.ok ? safe`not now` : allowed.error.reason), commands: []};
	}
	const {release} = allowed.value;
	const raised = raiseIntent(context, state, {
		verb,
		answers: [],
		release,
		seen: release.facts,
		raisedAtMs: state.nowMs,
	});
	const {question, reduction, id} = raised;
	const mode = question ? 'choose' : 'confirm';
	return {state: openDialog(reduction.state, id, mode, question?.start ?? null), commands: reduction.commands};
}

function quit(state: State): Reduction {
	const exit: Command = {kind: 'exit'};
	return {state: {...state, screen: {...state.screen, isQuitting: true}}, commands: [exit]};
}

function askToQuit(state: State): Reduction {
	const open = state.intents.filter(isInFlight).length;
	const isOpen = state.intents.some(intent => isInFlight(intent) && (intent.plan?.cleanup?.length ?? 0) > 0);
	const asks = isOpen ? 'leaveOpen' : 'leave';
	if (open === 0 || state.screen.message?.asks === asks) return quit(state);
	const text = isOpen
		? safe`something is open that perch closes at its end: press q again to leave it open`
		: safe`a request is under way: press q again to leave all the same`;
	const message = {tone: 'warning', text, untilMs: state.nowMs + messageMs, asks} as const;
	return {state: {...state, screen: {...state.screen, message}}, commands: []};
}

function toggleFreeze(state: State): State {
	if (state.frozen) return {...state, frozen: null};
	return {...state, frozen: {atMs: state.nowMs, cluster: state.cluster, metrics: state.metrics}};
}

function typeFilter(state: State, key: Key): State {
	const text = state.screen.filter?.text ?? safe``;
	const withFilter = (filter: State['screen']['filter']): State => ({...state, screen: {...state.screen, filter}});
	switch (key.name) {
		case 'escape':
			return withFilter(null);
		case 'enter':
			return withFilter(text === '' ? null : {text, isEditing: false});
		default:
			return withFilter({text: edited(text, key), isEditing: true});
	}
}

/** A line at the foot of the screen, for a few seconds. */
export function said(state: State, tone: 'info' | 'warning' | 'critical', text: SafeText): State {
	return {...state, screen: {...state.screen, message: {tone, text, untilMs: state.nowMs + messageMs}}};
}
