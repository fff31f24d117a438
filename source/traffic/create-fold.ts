import type {MeshId} from '../domain/signals/mesh-id.ts';
import type {LatencySample, TrafficSample} from '../domain/signals/signals.ts';
import type {Anchor, AnchorIndex} from './anchor-index.ts';
import {type FoldedTraffic, foldTraffic} from './fold-traffic.ts';

/** Folds the same series by one index after another. While every series keeps its anchor, the folded traffic is the
 * same object: most changes of a cluster concern no series. */
export function createFold(
	traffic: readonly TrafficSample[],
	latency: readonly LatencySample[] = [],
	order: readonly MeshId[] | null = null,
): (index: AnchorIndex) => FoldedTraffic {
	let last: {readonly anchors: readonly (Anchor | null)[]; readonly folded: FoldedTraffic} | null = null;
	return index => {
		const anchors = [...traffic, ...latency].map(({identity}) => index.anchorOfIdentity(identity));
		if (last && anchors.every((anchor, at) => anchor === last?.anchors[at])) return last.folded;
		last = {anchors, folded: foldTraffic(index, traffic, latency, order)};
		return last.folded;
	};
}
