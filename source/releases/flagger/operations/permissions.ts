import type {Release} from '../../../domain/release.ts';
import {CANARIES} from '../../../kinds/flagger/canary.ts';
import {SERVICES} from '../../../kinds/service.ts';
import {patches, patchesStatus} from '../../common/permissions.ts';
import type {Permission} from '../../contract.ts';
import {factOf} from '../facts.ts';
import {workloadKind} from '../workload.ts';

export const patchesCanary = patches(CANARIES);
export const patchesCanaryStatus = patchesStatus(CANARIES);

/** The load tester runs commands for whoever may call it, so that this amounts to a shell in its pod. */
export function opensGates(namespace?: string): Permission {
	const permission = {verb: 'create', kindId: SERVICES.id, subresource: 'proxy', role: 'optIn'} as const;
	return namespace === undefined ? permission : {...permission, namespace};
}

/** The gates' Services, each in its own namespace. */
export function opensGatesOf(release: Release): readonly Permission[] {
	const services = factOf(release, 'gate in')?.split(' ') ?? [];
	const namespaces = services.flatMap(service => /^[^.]+\.([^.:]+):\d+$/.exec(service)?.[1] ?? []);
	return [...new Set(namespaces)].map(namespace => opensGates(namespace));
}

/** The workload whose template people write. */
export function patchesTarget(release: Release): readonly Permission[] {
	const kind = workloadKind(factOf(release, 'target')?.split('/')[0] ?? '');
	return kind === null ? [] : [patches(kind)];
}
