import type {State} from '../state/state.ts';

/** What is on screen: the live state, or, while the display is frozen, its data as they were then. */
export function shownState(live: State): State {
	const {frozen} = live;
	return frozen ? {...live, nowMs: frozen.atMs, cluster: frozen.cluster, metrics: frozen.metrics} : live;
}
