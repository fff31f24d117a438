import type {WatchedKind} from '../../domain/cluster/kube-object.ts';
import {PODS} from '../../kinds/pod.ts';
import {SERVICES} from '../../kinds/service.ts';
import type {Permission} from '../contract.ts';

/** Read and change an object of this kind. */
export function patches({id}: Pick<WatchedKind, 'id'>): Permission {
	return {verb: 'patch', kindId: id, subresource: null, role: 'operator'};
}

export function patchesStatus({id}: Pick<WatchedKind, 'id'>): Permission {
	return {verb: 'patch', kindId: id, subresource: 'status', role: 'operator'};
}

/** Permission to patch a Service: a change of its selector moves all of its traffic. */
export const patchesServices: Permission = {verb: 'patch', kindId: SERVICES.id, subresource: null, role: 'optIn'};

/** Permission to delete a pod for which its controller waits in vain. */
export const deletesPods: Permission = {verb: 'delete', kindId: PODS.id, subresource: null, role: 'optIn'};
