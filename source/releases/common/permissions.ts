import type {WatchedKind} from '../../domain/kube-object.ts';
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

/** Turns a Service's selector, and with it all of its traffic. */
export const patchesServices: Permission = {verb: 'patch', kindId: SERVICES.id, subresource: null, role: 'optIn'};

/** Deletes a pod that its controller waits for in vain. */
export const deletesPods: Permission = {verb: 'delete', kindId: PODS.id, subresource: null, role: 'optIn'};
