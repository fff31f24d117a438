import type {ClusterId} from '../../domain/cluster/keys.ts';
import type {ScreenState} from './screen-state.ts';
import type {Cluster} from './state.ts';

/** Everything that perch knows: about each cluster, and about the one screen in front of them. */
export interface Shell {
	/** Wall clock of the last event. */
	readonly nowMs: number;
	/** In the order in which the operator named them; never empty. */
	readonly clusters: ReadonlyMap<ClusterId, Cluster>;
	/** Its `focus` says whose data it shows. */
	readonly screen: ScreenState;
	/** The data of each cluster as it was when the display was frozen. The live state goes on changing. */
	readonly frozen: {
		readonly atMs: number;
		readonly clusters: ReadonlyMap<ClusterId, Pick<Cluster, 'cluster' | 'metrics'>>;
	} | null;
}
