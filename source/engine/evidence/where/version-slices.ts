import type {Release} from '../../../domain/release/release.ts';
import type {SliceSample} from '../../../domain/signals/slice-sample.ts';
import type {AnchorIndex} from '../../../traffic/anchor-index.ts';
import {revisionOfSample} from '../../../traffic/fold-traffic.ts';

/** Requests of one of the compared versions in one part. */
export interface VersionSlice extends Omit<SliceSample, 'identity'> {
	readonly version: 'stable' | 'canary';
}

/** The samples by version, and the nodes that the pods run on; what belongs to neither version is left out. */
export function versionSlices(
	release: Release,
	index: AnchorIndex,
	samples: readonly SliceSample[],
): readonly VersionSlice[] {
	const pods = new Map(release.pods.map(pod => [pod.name, pod]));
	const behind = new Map(
		(release.podsBehind ?? []).map(pod => [`${pod.namespace}/${pod.name}`, pod.revision] as const),
	);
	return samples.flatMap(({identity, ...slice}) => {
		const {dimension, value} = slice;
		const isPod = dimension === 'pod' && value !== null;
		const pod = isPod && identity.namespace === release.namespace ? pods.get(value) : undefined;
		const listed = pod?.revision ?? (isPod ? behind.get(`${identity.namespace}/${value}`) : null);
		const version = versionOf(release, listed ?? revisionOfSample(index, {identity}));
		if (version === null) return [];
		const own = {...slice, version};
		return dimension === 'pod' ? [own, {...own, dimension: 'node' as const, value: pod?.node ?? null}] : [own];
	});
}

/** Where the release does not say which version is stable, it is all others. */
function versionOf(
	{canary, stable}: Release,
	revision: ReturnType<typeof revisionOfSample>,
): VersionSlice['version'] | null {
	if (revision === null) return null;
	if (revision === canary) return 'canary';
	return stable === null || revision === stable ? 'stable' : null;
}
