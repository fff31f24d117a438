import {safe} from '../../domain/safe-text.ts';
import {currentPlace} from '../lists/places.ts';
import {followFilter} from '../lists/selection.ts';
import type {Event} from '../state/events.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {Dialog, Palette} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {Key} from '../state/terminal-input.ts';
import {currentScreen, type EngineContext} from '../world/context.ts';
import {actionOf} from './actions.ts';
import {dialogKey} from './dialog-reducer.ts';
import {disarmedBecause, guarded} from './key-guard.ts';
import {bindingFor, keyWord} from './keymap.ts';
import {paletteKey} from './palette.ts';
import {quit} from './quit.ts';
import {reasonKey} from './reason-prompt.ts';
import {said} from './said.ts';
import {edited} from './text-input.ts';

/** Entry point for all terminal input. */
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
			return only({...ready, screen: {...ready.screen, size: {columns: input.columns, rows: input.rows}}});
		case 'focus':
			return only(ready);
		case 'paste':
			return only(said(ready, 'info', safe`pasted text is ignored`));
		case 'keys':
			return input.keys.reduce<Reduction>((so, key) => {
				// The keys that follow were meant for the cluster that was on screen.
				if (so.state.screen.focus !== ready.screen.focus && key.name !== 'ctrl-c') return so;
				const next = keyPressed(context, so.state, key);
				const state = followFilter(context, so.state, next.state);
				return {state, commands: [...so.commands, ...next.commands]};
			}, only(ready));
	}
}

function keyPressed(context: EngineContext, state: State, key: Key): Reduction {
	return keyHeard(context, state.screen.wanted ? {...state, screen: {...state.screen, wanted: null}} : state, key);
}

function keyHeard(context: EngineContext, state: State, key: Key): Reduction {
	// Ctrl-c quits always, whatever is open or under way.
	if (key.name === 'ctrl-c') return quit(state);
	if (state.screen.dialog?.mode === 'reason') return keyAtReason(context, state, state.screen.dialog, key);
	if (state.screen.dialog) return dialogKey(context, state, state.screen.dialog, key);
	if (state.screen.palette) return pressPalette(context, state, state.screen.palette, key);
	if (state.screen.filter?.isEditing) return only(typeFilter(state, key));
	const typed = currentScreen(context, state).typed?.(state, key);
	if (typed) return only(typed);
	const binding = bindingFor(context, state, key.name);
	if (!binding) return only(pressUnbound(state, key));
	return actionOf(context, binding.action).run(context, state);
}

function keyAtReason(context: EngineContext, state: State, dialog: Dialog, key: Key): Reduction {
	const isBoundBeneath = bindingFor(context, state, key.name) !== undefined;
	const asked = reasonKey(state, dialog, key, isBoundBeneath);
	return asked.passedOn ? keyHeard(context, asked.state, key) : asked;
}

/** The message about a burst or a paste stays: the operator did not press its keys. */
function pressUnbound(state: State, {name}: Key): State {
	if (disarmedBecause(state.screen.guard, state.nowMs)) return state;
	const where = currentPlace(state.screen).kind === 'help' ? safe`esc goes back` : safe`? lists the keys`;
	return said(state, 'info', safe`${keyWord(name)} does nothing here: ${where}`);
}

function pressPalette(context: EngineContext, state: State, open: Palette, key: Key): Reduction {
	const {palette, chosen} = paletteKey(context, state, open, key);
	const next: State = {...state, screen: {...state.screen, palette}};
	if (!chosen) return only(next);
	if (chosen === 'nothing') return only(said(next, 'info', safe`type more of its name, or choose with up and down`));
	if (chosen.refusal) return only(said(next, 'warning', chosen.refusal.reason));
	return actionOf(context, chosen.action).run(context, next);
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
