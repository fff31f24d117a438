import type {State} from './state.ts';

/** The server's clock: objects and samples carry its times. */
export function serverTime(state: State): number {
	return state.nowMs + state.cluster.clockOffsetMs;
}
