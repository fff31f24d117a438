import type {ClusterId} from '../../domain/keys.ts';
import type {ScreenState} from './screen-state.ts';
import type {Cluster} from './state.ts';

/** Everything that perch knows: of each cluster, and of the one screen in front of them. */
export interface Shell {
	/** Wall clock of the last event. */
	readonly nowMs: number;
	/** In the order in which they were named; never empty. */
	readonly clusters: ReadonlyMap<ClusterId, Cluster>;
	/** Its `focus` says whose data it shows. */
	readonly screen: ScreenState;
	/** The data as it was when the display was frozen, of each cluster. Underneath, everything goes on. */
	readonly frozen: {
		readonly atMs: number;
		readonly clusters: ReadonlyMap<ClusterId, Pick<Cluster, 'cluster' | 'metrics'>>;
	} | null;
}
