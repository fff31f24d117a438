import type {State} from '../../state/state.ts';

/** Freezes the display as it is now, or thaws a frozen one. */
export function frozenOrThawed(state: State): State {
	if (state.frozen) return {...state, frozen: null};
	return {...state, frozen: {atMs: state.nowMs, cluster: state.cluster, metrics: state.metrics}};
}
