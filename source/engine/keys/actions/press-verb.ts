import type {Verb} from '../../../domain/release/verb.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {canAct} from '../../intents/prepare/can-act.ts';
import {requestIntent} from '../../intents/request.ts';
import {targetRelease} from '../../lists/selection.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {dialogVerbs, openDialog} from '../dialog.ts';
import {disarmedBecause} from '../key-guard.ts';
import {said} from '../said.ts';
import {frozenOrThawed} from './freeze.ts';

/** `mayRead`: whether to read first what the answer depends on, where it was not read yet. */
export function pressVerb(context: EngineContext, state: State, pressed: Verb, mayRead: boolean): Reduction {
	const ignored = disarmedBecause(state.screen.guard, state.nowMs);
	if (ignored) return only(said(state, 'warning', ignored));
	// On a frozen screen the way back thaws first: the operator must see what it acts on.
	if (state.frozen && pressed === 'back')
		return only(said(frozenOrThawed(state), 'info', safe`thawed: look, then press x again`));
	const key = targetRelease(context, state);
	const asked = canAct(context, state, key, pressed);
	const choices = asked.ok ? [] : dialogVerbs(context, state, key, pressed);
	// If the pressed verb does not apply, the dialog opens on another choice that does.
	const other = choices.find(choice => canAct(context, state, key, choice).ok);
	if (!asked.ok && other === undefined && asked.error.isUnread && mayRead && key !== null) {
		const wanting = {...state.screen, wanted: {verb: pressed, release: key, sinceMs: state.nowMs}};
		return only(said({...state, screen: wanting}, 'info', safe`reading its earlier versions`));
	}
	const raised = requestIntent(context, state, {verb: other ?? pressed, release: key, answers: []});
	if (!raised.ok) return only(said(state, 'warning', raised.error.reason));
	const {question, reduction, id} = raised.value;
	const mode = question ? 'choose' : 'confirm';
	const asking = openDialog(reduction.state, id, mode, question?.start ?? null);
	// The operator chose this row: what comes of the verb is looked for there, whichever row comes first then.
	return {state: {...asking, screen: {...asking.screen, isFollowingTop: false}}, commands: reduction.commands};
}
