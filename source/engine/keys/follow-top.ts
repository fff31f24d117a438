import {safe} from '../../domain/text/safe-text.ts';
import {homeOrder} from '../lists/order.ts';
import type {KeyGuard} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {shownState} from '../world/shown-state.ts';

/** A verb is not taken for this long after another row became the selected one by itself. */
const settlesMs = 1_500;

/** Selects the first row for as long as the operator has chosen none: who hurts users most is then explained without
 * a key. */
export function followTop(context: EngineContext, state: State): State {
	const {screen} = state;
	if (!screen.isFollowingTop || screen.dialog || screen.palette || screen.stack.length > 1) return state;
	const first = homeOrder(context, shownState(state))[0] ?? null;
	if (first === screen.homeSelected) return state;
	// The first row of all surprises nobody, but for that of another cluster, which has just come on screen.
	const isExpected = screen.homeSelected === null && state.clusters.length === 1;
	const guard = isExpected ? screen.guard : unsettled(screen.guard, state.nowMs);
	return {...state, screen: {...screen, homeSelected: first, guard}};
}

function unsettled(guard: KeyGuard, nowMs: number): KeyGuard {
	return {
		...guard,
		disarmedUntilMs: Math.max(guard.disarmedUntilMs, nowMs + settlesMs),
		because: safe`another row has just come first: look, then press again`,
	};
}
