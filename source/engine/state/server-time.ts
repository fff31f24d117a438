import type {Intent} from './intent.ts';
import type {Cluster, State} from './state.ts';

/** The server's clock: objects and samples carry its times. */
export function serverTime(state: State): number {
	return state.nowMs + state.cluster.clockOffsetMs;
}

/** When an intent was sent, or else confirmed or asked for; by the server's clock. */
export function actedAtMs({sentAtMs, confirmedAtMs, raisedAtMs}: Intent, {cluster}: Pick<Cluster, 'cluster'>): number {
	return sentAtMs ?? (confirmedAtMs ?? raisedAtMs) + cluster.clockOffsetMs;
}
