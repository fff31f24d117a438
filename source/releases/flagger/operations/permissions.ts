import {CANARIES} from '../../../kinds/flagger/canary.ts';
import {SERVICES} from '../../../kinds/service.ts';
import {patches, patchesStatus} from '../../common/permissions.ts';
import type {Permission} from '../../contract.ts';
import type {CanaryRelease} from '../detail.ts';
import {gatesAhead, unreachable} from '../gates.ts';
import {workloadKind} from '../workload.ts';

export const patchesCanary = patches(CANARIES);
export const patchesCanaryStatus = patchesStatus(CANARIES);

/**
 * Permission to call a gate. The load tester runs commands for every caller, so this amounts to a shell in its
 * pod.
 */
export function opensGates(namespace?: string): Permission {
	const permission = {verb: 'create', kindId: SERVICES.id, subresource: 'proxy', role: 'optIn'} as const;
	return namespace === undefined ? permission : {...permission, namespace};
}

/** Permission to call the gates of this release, each in the namespace of its Service. */
export function opensGatesOf(release: CanaryRelease): readonly Permission[] {
	const gates = gatesAhead(release.detail.canary);
	if (unreachable(gates) !== null) return [];
	const namespaces = gates.flatMap(({reach}) => (reach.kind === 'service' ? [reach.namespace] : []));
	return [...new Set(namespaces)].map(namespace => opensGates(namespace));
}

/** Permission to patch the target, the workload whose template people write. */
export function patchesTarget(release: CanaryRelease): readonly Permission[] {
	const kind = workloadKind(release.detail.canary.target.kind);
	return kind === null ? [] : [patches(kind)];
}
