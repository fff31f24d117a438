import {isSameService} from '../../domain/cluster/service-host.ts';
import type {ServicesByRole} from '../../domain/release/release.ts';
import type {TrafficIdentity} from '../../domain/signals/signals.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';

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
