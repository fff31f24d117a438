import type {WatchedKind} from '../../domain/kube-object.ts';
import type {Permission} from '../contract.ts';

/** Read and change an object of this kind. */
export function patches({id}: Pick<WatchedKind, 'id'>): Permission {
	return {verb: 'patch', kindId: id, subresource: null, role: 'operator'};
}

export function patchesStatus({id}: Pick<WatchedKind, 'id'>): Permission {
	return {verb: 'patch', kindId: id, subresource: 'status', role: 'operator'};
}
