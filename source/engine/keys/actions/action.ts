import type {Refusal} from '../../../domain/release/refusal.ts';
import type {Verb} from '../../../domain/release/verb.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {canAct} from '../../intents/prepare/can-act.ts';
import {listedKeys, targetRelease} from '../../lists/selection.ts';
import type {OwnActionId} from '../../state/action-id.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {State} from '../../state/state.ts';
import {currentScreen, type EngineContext} from '../../world/context.ts';
import {moved, openedSelected, turnedPage, withChart} from './navigation.ts';
import {pressVerb} from './press-verb.ts';

/** Something that perch can be asked to do, by a key, the palette, the tour or a test. */
export interface Action {
	readonly group: 'move' | 'view' | 'verb';
	/** The verb that the action asks for; left out where the action changes the screen alone. */
	readonly verb?: Verb;
	/** One word for the footer, or a few. */
	readonly label: SafeText;
	/** What the footer says where the label has no room; left out where that is the label too. */
	readonly short?: SafeText;
	/** A sentence for the help screen and the palette; empty where another action's sentence covers this one. */
	readonly help: SafeText;
	run(context: EngineContext, state: State): Reduction;
	/** Why it changes nothing, where its key finds nothing to change; left out where it always changes something. */
	readonly idle?: SafeText;
	/** Why the action does nothing now; null where it works. */
	permitted(context: EngineContext, state: State): Refusal | null;
}

/** Says so where an action needs a row. */
export const noRows = safe`there are no rows`;

export function verb(name: Verb, label: SafeText, help: SafeText): Action {
	return {
		group: 'verb',
		verb: name,
		label,
		help,
		run: (context, state) => pressVerb(context, state, name, true),
		permitted(context, state) {
			const allowed = canAct(context, state, targetRelease(context, state), name);
			// A verb that is refused only because something is not read yet is allowed: the key press starts the
			// read.
			return allowed.ok || allowed.error.isUnread ? null : allowed.error;
		},
	};
}

/** Changes what the screen itself holds. */
export function own(label: SafeText, help: SafeText, to: (state: State) => State): Action {
	return view(label, help, (_context, state) => to(state));
}

export function act(label: SafeText, help: SafeText, run: Action['run']): Action {
	return {group: 'view', label, help, run, permitted: () => null};
}

export function view(label: SafeText, help: SafeText, to: (context: EngineContext, state: State) => State): Action {
	return act(label, help, (context, state) => only(to(context, state)));
}

export function chart(label: SafeText, help: SafeText, index: State['screen']['chartIndex']): Action {
	return {...own(label, help, state => withChart(state, index)), idle: safe`this chart is shown already`};
}

export function turn(by: 'pageUp' | 'pageDown', idle: SafeText): Action {
	return {...view(safe``, safe``, (context, state) => turnedPage(context, state, by)), group: 'move', idle};
}

/** Opens the selected row, in the screen's own way where it has one. */
export function openedHere(context: EngineContext, state: State): State {
	return (currentScreen(context, state).runs?.open ?? openedSelected)(context, state);
}

/** What the screen that has it in its `runs` does. */
export function ofScreen(id: OwnActionId, label: SafeText, help: SafeText): Action {
	return view(label, help, (context, state) => currentScreen(context, state).runs?.[id]?.(context, state) ?? state);
}

/** It does nothing on a list without rows. */
export function onRows(action: Action, idle: SafeText): Action {
	return {
		...action,
		idle,
		permitted: (context, state) =>
			currentScreen(context, state).list !== undefined && listedKeys(context, state).length === 0
				? {code: 'no-selection', reason: idle}
				: null,
	};
}

export function move(help: SafeText, by: Parameters<typeof moved>[2]): Action {
	return {...view(help, help, (context, state) => moved(context, state, by)), group: 'move', idle: noRows};
}
