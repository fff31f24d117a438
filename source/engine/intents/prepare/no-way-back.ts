import type {Release} from '../../../domain/release/release.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {unansweredBecause} from '../../evidence/freshness.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {canAct} from './can-act.ts';

/** Why nobody can go back from here now, though there is a way: `not now: the API server does not answer`, `not allowed:
 * needs …`. Null where the way is open, and where its own text says why there is none. */
export function noWayBackNow(context: EngineContext, state: State, {key}: Release): SafeText | null {
	const allowed = canAct(context, state, key, 'back');
	if (!allowed.ok) return allowed.error.code === 'permission-missing' ? allowed.error.reason : null;
	const because = unansweredBecause(state);
	return because && safe`not now: ${because}`;
}
