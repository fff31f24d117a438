import type {Release} from '../../../domain/release/release.ts';
import type {Verb} from '../../../domain/release/verb.ts';
import type {Operation} from '../../../releases/contract.ts';
import type {State} from '../../state/state.ts';
import {backendOf, type EngineContext} from '../../world/context.ts';
import {undoOperation} from '../undo.ts';

/** What a verb does to a release; undefined where the release's backend does not have the verb. */
export function operationOf(context: EngineContext, state: State, release: Release, verb: Verb): Operation | undefined {
	if (verb === 'undo') return undoOperation(state);
	// The backend did not make a release that perch cannot read, and could not act on it.
	return release.notUnderstood ? undefined : backendOf(context, release.backend).operations[verb];
}
