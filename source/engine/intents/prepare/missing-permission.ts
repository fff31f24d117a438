import type {Release} from '../../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Operation, Permission} from '../../../releases/contract.ts';
import type {AccessKey, State} from '../../state/state.ts';

/** The RBAC rule that the session lacks for this operation, by the API server's answer; null while no answer
 * says so. */
export function missingPermission(state: State, release: Release, operation: Operation): SafeText | null {
	const missing = operation
		.permissions(release)
		.find(permission => state.cluster.access[accessKey(permission, release)]?.isAllowed === false);
	if (!missing) return null;
	return safe`not allowed: needs ${ident(missing.verb)} ${resourceText(missing)} in ${ident(missing.namespace ?? release.namespace)}`;
}

/** The key of one RBAC rule and the namespace that it is asked for. */
export function accessKey(permission: Permission, release: Release): AccessKey {
	return `${permission.namespace ?? release.namespace} ${permission.verb} ${resourceText(permission)}`;
}

/** Example: `rollouts.argoproj.io/status`. */
function resourceText({kindId, subresource}: Permission): SafeText {
	return subresource === null ? ident(kindId) : safe`${ident(kindId)}/${ident(subresource)}`;
}
