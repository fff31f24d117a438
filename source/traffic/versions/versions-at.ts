import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {TrafficSample} from '../../domain/signals/signals.ts';
import {foldVersions} from './fold-versions.ts';
import type {VersionsAt} from './past-releases.ts';
import type {VersionNames} from './version-names.ts';

/** Requests a second of each version, for each time of which something is told. */
export function versionsAt(
	told: readonly {readonly atMs: number; readonly value: readonly TrafficSample[]}[],
	names: VersionNames,
	order: readonly MeshId[] | null,
): readonly VersionsAt[] {
	return told.flatMap(({atMs, value}) => {
		const figures = foldVersions(names, value, [], order);
		if (figures === null) return [];
		return [
			{atMs, perSecond: new Map(Array.from(figures, ([version, {requestsPerSecond}]) => [version, requestsPerSecond]))},
		];
	});
}
