import type {Release} from '../../domain/release.ts';
import type {Verb} from '../../domain/verb.ts';
import type {Operation} from '../../releases/contract.ts';
import type {State} from '../state/state.ts';
import {backendOf, type EngineContext} from '../world/context.ts';
import {undoOperation} from './undo.ts';

/** What a verb does to a release; undefined where its backend does not have it. */
export function operationOf(context: EngineContext, state: State, release: Release, verb: Verb): Operation | undefined {
	if (verb === 'undo') return undoOperation(state);
	// Its backend has not made what perch cannot read, and could make nothing of it.
	return release.notUnderstood ? undefined : backendOf(context, release.backend).operations[verb];
}
