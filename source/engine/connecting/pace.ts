import {allOk, ok, type Result} from '../../domain/result.ts';
import {standpointOf} from '../../domain/signals/mesh-id.ts';
import type {Mesh} from '../../meshes/contract.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';
import type {PresentMesh} from './detect-meshes.ts';

/** How far apart the samples of all meshes are, and of those that count beside the pods. */
export async function scrapesOf(
	meshes: readonly Mesh[],
	port: MetricsPort,
	signal: AbortSignal,
): Promise<Result<{readonly all: number; readonly besidePods: number}, MetricsError>> {
	const ofSome = (some: readonly Mesh[]) => port.scrapeIntervalSeconds(signal, metricsOf(some));
	const near = meshes.filter(countsBesidePods);
	if (near.length === 0 || near.length === meshes.length) {
		const all = await ofSome(meshes);
		return all.ok ? ok({all: all.value, besidePods: all.value}) : all;
	}
	const both = allOk(await Promise.all([ofSome(meshes), ofSome(near)]));
	return both.ok ? ok({all: both.value[0] ?? 0, besidePods: both.value[1] ?? 0}) : both;
}

export function metricsOf(meshes: readonly Mesh[]): readonly string[] {
	return [...new Set(meshes.flatMap(({signs}) => signs.map(({metric}) => metric)))];
}

/** Whether it counts requests by proxies beside every pod. */
export function countsBesidePods({id, limits}: Mesh): boolean {
	return standpointOf[id] === 'mesh' && limits.every(({code}) => code !== 'requests');
}

type Paced = Pick<PresentMesh, 'mesh'> & {readonly windowSeconds?: number};

/** One window holds for all. A provider that needs a longer one would make the figures of every other one slower: it is
 * left out where another one counts requests, as is one that is scraped more seldom than proxies beside the pods; unless
 * the operator named it. */
export function withoutSlower<T extends Paced>(
	meshes: readonly T[],
	areNamed: boolean,
	beside: readonly Paced[] = meshes,
): readonly T[] {
	if (areNamed) return meshes;
	const countsRequests = ({mesh}: Paced) => mesh.limits.every(({code}) => code !== 'requests');
	const hasOther = beside.some(one => one.mesh.leastWindowSeconds === undefined && countsRequests(one));
	const near = beside.filter(({mesh}) => countsBesidePods(mesh)).map(({windowSeconds = 0}) => windowSeconds);
	const most = near.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...near);
	return meshes.filter(({mesh, windowSeconds = 0}) => {
		if (mesh.leastWindowSeconds !== undefined) return !hasOther;
		return countsBesidePods(mesh) || windowSeconds <= most;
	});
}
