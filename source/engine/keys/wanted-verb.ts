import {safe} from '../../domain/text/safe-text.ts';
import {areCompanionsRead} from '../interest/companions.ts';
import {targetRelease} from '../lists/selection.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {pressVerb} from './actions/press-verb.ts';
import {said} from './said.ts';

/** Give up waiting for a read after this long: by then the operator looks elsewhere. */
const patienceMs = 10_000;

/** Asks for the wanted verb once what it depends on is read. The next key drops the wanted verb. */
export function followWantedVerb(context: EngineContext, state: State): Reduction {
	const {wanted} = state.screen;
	if (!wanted) return only(state);
	const done: State = {...state, screen: {...state.screen, wanted: null}};
	// Another release is selected now: the key was not pressed for that one.
	if (targetRelease(context, state) !== wanted.release) return only(done);
	if (areCompanionsRead(context, state, wanted.release)) return pressVerb(context, done, wanted.verb, false);
	if (state.nowMs - wanted.sinceMs < patienceMs) return only(state);
	return only(said(done, 'warning', safe`its earlier versions do not come: look again later`));
}
