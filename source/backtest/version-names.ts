import type {MeshId} from '../domain/mesh-id.ts';
import type {ServicesByRole} from '../domain/release.ts';
import {type SafeText, safe} from '../domain/safe-text.ts';
import {isSameService} from '../domain/service-host.ts';
import type {TrafficIdentity, TrafficSample} from '../domain/signals.ts';

/** By what the series of a release tell its versions apart: the version label, the workload that answered, or the
 * Service that was called, where the release has one for stable and one for the canary. */
export type VersionScheme = 'label' | 'workload' | 'service';

/** How versions are named, of which Services. */
export interface VersionNames {
	readonly scheme: VersionScheme;
	readonly services: Pick<ServicesByRole, 'stable' | 'canary'>;
}

/** The names of the two versions that Services tell apart. What one was called in the past is not known. */
export const byRole = {stable: safe`stable`, canary: safe`canary`} as const;

/** The version that a series names; null where it names none, as for a request that reached no pod. */
export function versionNamed({scheme, services}: VersionNames, identity: TrafficIdentity): SafeText | null {
	if (scheme === 'label') return identity.version;
	if (scheme === 'workload') return identity.workload;
	const {namespace, service: name} = identity;
	if (name === null) return null;
	const isOf = (those: ServicesByRole['stable']) => those.some(one => isSameService(one, {namespace, name}));
	const [isStable, isCanary] = [isOf(services.stable), isOf(services.canary)];
	return isStable === isCanary ? null : isStable ? byRole.stable : byRole.canary;
}

/**
 * By what versions may be told apart, the preferred first. Labels come first: they say which version it was, also after
 * a Service led to another one. Flagger runs each version twice, as the canary and as the primary that is copied from
 * it: their workloads have other names, and Linkerd's label, the template's hash, is another one too.
 */
export function schemesOf(backend: string, meshes: readonly MeshId[]): readonly VersionScheme[] {
	if (backend !== 'flagger') return ['label', 'workload', 'service'];
	return meshes.includes('linkerd') ? ['service'] : ['label', 'service'];
}

/** The first scheme by which two versions had requests at one time; null where none has. `instants` are lists of samples
 * of one row, one list for each time. */
export function schemeOf(
	schemes: readonly VersionScheme[],
	services: VersionNames['services'],
	instants: readonly (readonly TrafficSample[])[],
): VersionScheme | null {
	const hasTwo = (scheme: VersionScheme) =>
		instants.some(samples => versionsWithRequests({scheme, services}, samples).size > 1);
	return schemes.find(hasTwo) ?? null;
}

/** Whether series tell versions at all, though there never were two: a service that was not released meanwhile. */
export function isVersionTold(
	services: VersionNames['services'],
	instants: readonly (readonly TrafficSample[])[],
): boolean {
	if (services.stable.length > 0 && services.canary.length > 0) return true;
	return instants.some(samples => versionsWithRequests({scheme: 'label', services}, samples).size > 0);
}

function versionsWithRequests(names: VersionNames, samples: readonly TrafficSample[]): ReadonlySet<SafeText> {
	const busy = samples.filter(({requestsPerSecond}) => requestsPerSecond > 0);
	return new Set(busy.flatMap(({identity}) => versionNamed(names, identity) ?? []));
}
