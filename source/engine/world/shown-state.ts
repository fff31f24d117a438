import type {State} from '../state/state.ts';

const shown = new WeakMap<State, State>();

/** What is on screen: the live state, or, while the display is frozen, its data as they were then; the same object for
 * the same live state. */
export function shownState(live: State): State {
	const {frozen} = live;
	if (!frozen) return live;
	const known = shown.get(live);
	if (known) return known;
	const state = {...live, nowMs: frozen.atMs, cluster: frozen.cluster, metrics: frozen.metrics};
	shown.set(live, state);
	return state;
}

/** Whether these are the data of a frozen display. */
export function isShownFrozen({frozen, nowMs, cluster, metrics}: State): boolean {
	return frozen?.atMs === nowMs && frozen.cluster === cluster && frozen.metrics === metrics;
}
