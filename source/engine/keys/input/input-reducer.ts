import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {cancelIntent} from '../../intents/request.ts';
import {filterHere, withFilter} from '../../lists/filter-here.ts';
import {currentPlace} from '../../lists/places.ts';
import {followFilter} from '../../lists/selection.ts';
import {withDefect} from '../../state/contained.ts';
import type {Event} from '../../state/events.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {Dialog, Filter, Palette} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {Key} from '../../state/terminal-input.ts';
import type {EngineContext} from '../../world/context.ts';
import {actionOf} from '../actions/actions.ts';
import {quit} from '../actions/quit.ts';
import {dialogIntent} from '../dialog.ts';
import {disarmedBecause, guarded} from '../key-guard.ts';
import {said} from '../said.ts';
import {dialogKey} from './dialog-reducer.ts';
import {bindingFor, bindingsOf, keyWord} from './keymap.ts';
import {clicked, turned} from './mouse.ts';
import {paletteKey} from './palette.ts';
import {reasonKey} from './reason-prompt.ts';
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
		case 'wheel':
			return only(turned(context, ready, input.rows));
		case 'click':
			return only(clicked(context, ready, input.row));
		case 'undrawn':
			return withDefect(withoutDialog(ready), {text: input.text, report: input.text});
		case 'paste':
			return only(said(ready, 'info', safe`pasted text is ignored`));
		case 'keys':
			return input.keys.reduce<Reduction>((so, key) => {
				// The keys that follow were meant for the cluster that was on screen.
				if (so.state.screen.focus !== ready.screen.focus && key.name !== 'ctrl-c') return so;
				const next = keyPressed(context, so.state, key);
				// Ctrl-c must not depend on anything that may fail.
				const state = key.name === 'ctrl-c' ? next.state : followFilter(context, so.state, next.state);
				return {state, commands: [...so.commands, ...next.commands]};
			}, only(ready));
	}
}

/** Closes what is drawn over the screen: what nobody sees must not be confirmed. */
function withoutDialog(state: State): State {
	const {dialog} = state.screen;
	const shut: State = {...state, screen: {...state.screen, dialog: null, palette: null}};
	const intent = dialog && dialogIntent(state, dialog);
	return intent ? cancelIntent(shut, intent) : shut;
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
	const filter = filterHere(context, state);
	if (filter?.isEditing) return only(typeFilter(context, state, filter, key));
	const binding = bindingFor(context, state, key.name);
	if (!binding) return only(pressUnbound(context, state, key));
	const action = actionOf(context, binding.action);
	const done = action.run(context, state);
	const isIdle = done.state === state && done.commands.length === 0 && action.idle !== undefined;
	return isIdle ? only(hinted(state, action.idle)) : done;
}

function keyAtReason(context: EngineContext, state: State, dialog: Dialog, key: Key): Reduction {
	const isBoundBeneath = bindingFor(context, state, key.name) !== undefined;
	const asked = reasonKey(state, dialog, key, isBoundBeneath);
	return asked.passedOn ? keyHeard(context, asked.state, key) : asked;
}

/** The message about a burst or a paste stays: the operator did not press its keys. */
function hinted(state: State, text: SafeText): State {
	return disarmedBecause(state.screen.guard, state.nowMs) ? state : said(state, 'info', text);
}

function pressUnbound(context: EngineContext, state: State, {name}: Key): State {
	const where = currentPlace(state.screen).kind === 'help' ? safe`esc goes back` : safe`? lists the keys`;
	const elsewhere = bindingsOf(context).find(({keys}) => keys.includes(name));
	const what = elsewhere ? safe` (${actionOf(context, elsewhere.action).label})` : safe``;
	return hinted(state, safe`${keyWord(name)}${what} does nothing here: ${where}`);
}

function pressPalette(context: EngineContext, state: State, open: Palette, key: Key): Reduction {
	const {palette, chosen} = paletteKey(context, state, open, key);
	const next: State = {...state, screen: {...state.screen, palette}};
	if (palette !== null && palette.text === open.text && palette.marked === open.marked && !chosen)
		return only(hinted(next, safe`up and down choose, enter runs it, esc closes`));
	if (!chosen) return only(next);
	if (chosen === 'nothing') return only(said(next, 'info', safe`type more of its name, or choose with up and down`));
	if (chosen.refusal) return only(said(next, 'warning', chosen.refusal.reason));
	const done = actionOf(context, chosen.action).run(context, next);
	// What asks once more leaves the palette open: enter again is the answer.
	const {message} = done.state.screen;
	if (message?.asks !== 'switch' || message === next.screen.message) return done;
	return {...done, state: {...done.state, screen: {...done.state.screen, palette: open}}};
}

function typeFilter(context: EngineContext, state: State, filter: Filter, key: Key): State {
	const next = typedFilter(filter, key);
	if (next?.isEditing && next.text === filter.text) return hinted(state, safe`enter keeps the filter, esc clears it`);
	return {...state, screen: withFilter(context, state.screen, next)};
}

/** The filter after a key; null where the key ends it. */
function typedFilter({text}: Filter, key: Key): Filter | null {
	switch (key.name) {
		case 'escape':
			return null;
		case 'enter':
			return text === '' ? null : {text, isEditing: false};
		default:
			return {text: edited(text, key), isEditing: true};
	}
}
