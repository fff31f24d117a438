import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {TrafficSample} from '../../domain/signals/signals.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {foldVersions} from './fold-versions.ts';
import {type VersionNames, type VersionScheme, versionNamed} from './version-names.ts';

/**
 * By what versions may be told apart, the preferred first. Labels come first: they say which version it was, also after
 * a Service led to another one. Flagger runs each version twice, as the canary and as the primary that is copied from
 * it: their workloads have other names, and Linkerd's label, the template's hash, is another one too.
 */
export function schemesOf(backend: string, meshes: readonly MeshId[]): readonly VersionScheme[] {
	if (backend !== 'flagger') return ['label', 'workload', 'service'];
	return meshes.includes('linkerd') ? ['service'] : ['label', 'service'];
}

/** Samples of one row: a list for each time. */
type Instants = readonly (readonly TrafficSample[])[];

/** The first scheme by which two versions had requests at one time; null where none has. */
export function schemeOf(
	schemes: readonly VersionScheme[],
	services: VersionNames['services'],
	instants: Instants,
): VersionScheme | null {
	return schemes.find(scheme => instants.some(samples => hasVersions({scheme, services}, samples, 2))) ?? null;
}

/** Whether series tell versions at all, though there never were two: a service that was not released meanwhile. One
 * workload alone may have had any version. */
export function isVersionTold(
	schemes: readonly VersionScheme[],
	services: VersionNames['services'],
	instants: Instants,
): boolean {
	return schemes
		.filter(scheme => scheme !== 'workload')
		.some(scheme => instants.some(samples => hasVersions({scheme, services}, samples, 1)));
}

/** Whether so many versions had requests at this time, as the viewpoint that counts for the row tells them. */
function hasVersions(names: VersionNames, samples: readonly TrafficSample[], least: number): boolean {
	const busy = samples.filter(({requestsPerSecond}) => requestsPerSecond > 0);
	const named = new Set<SafeText>(busy.flatMap(({identity}) => versionNamed(names, identity) ?? []));
	// To fold takes longer, and most times have one version.
	if (named.size < least) return false;
	const figures = [...(foldVersions(names, samples)?.values() ?? [])];
	return figures.filter(({requestsPerSecond}) => requestsPerSecond > 0).length >= least;
}
