import type {AnchorKey} from '../domain/cluster/keys.ts';
import type {MeshId} from '../domain/signals/mesh-id.ts';
import type {TrafficSample, Viewpoint} from '../domain/signals/signals.ts';
import type {AnchorIndex} from './anchor-index.ts';
import type {RowTraffic} from './row-traffic.ts';

/** The samples of one row. */
export interface RowSamples<T extends TrafficSample> {
	/** The samples whose sums are the row's figures. */
	readonly counted: readonly T[];
	/** What other viewpoints and other meshes count of the same requests; never added. */
	readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
	readonly mesh: MeshId | null;
	readonly viewpoint: Viewpoint;
	readonly requestsPerSecond: number;
	readonly series: number;
}

/** Finds the samples that `foldTraffic` made the row of, by the row's own mesh and viewpoint. `folded` is null for
 * a row without figures: all of its samples are then left out. */
export function samplesOfRow<T extends TrafficSample>(
	index: AnchorIndex,
	row: {readonly key: AnchorKey; readonly folded: RowTraffic | null},
	samples: readonly T[],
): RowSamples<T> {
	const {key, folded} = row;
	const isOfRow = ({identity}: TrafficSample) => index.anchorOfIdentity(identity)?.key === key;
	const isCounted = ({mesh, viewpoint}: TrafficSample) =>
		folded !== null && viewpoint === folded.viewpoint && (folded.mesh === undefined || mesh === folded.mesh);
	const own = samples.filter(isOfRow);
	return {counted: own.filter(isCounted), leftOut: leftOutOf(own.filter(sample => !isCounted(sample)))};
}

function leftOutOf(samples: readonly TrafficSample[]): readonly LeftOut[] {
	const groups = Map.groupBy(samples, ({mesh, viewpoint}) => `${mesh ?? ''} ${viewpoint}`);
	return [...groups.values()].flatMap(group => {
		const [first] = group;
		if (!first) return [];
		const requestsPerSecond = group.reduce((sum, sample) => sum + sample.requestsPerSecond, 0);
		return [{mesh: first.mesh ?? null, viewpoint: first.viewpoint, requestsPerSecond, series: group.length}];
	});
}
