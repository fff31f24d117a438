import type {State} from '../state/state.ts';

/** The display as it is now, kept; or what is there now, where it was kept before. */
export function frozenOrThawed(state: State): State {
	if (state.frozen) return {...state, frozen: null};
	return {...state, frozen: {atMs: state.nowMs, cluster: state.cluster, metrics: state.metrics}};
}
