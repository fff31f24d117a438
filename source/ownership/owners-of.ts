import type {Snapshot, WatchedKind} from '../domain/cluster/kube-object.ts';
import {APPLICATIONS} from '../kinds/gitops/application.ts';
import {HELM_RELEASES, KUSTOMIZATIONS} from '../kinds/gitops/flux-objects.ts';
import {argoCdOwner} from './argo-cd.ts';
import {controllerOwner} from './controller.ts';
import {helmOwner, kustomizationOwner} from './flux.ts';
import type {Owner} from './owner.ts';
import type {TouchedObject} from './touched-object.ts';

/**
 * Watched where RBAC allows it. Without these kinds perch names an owner, but does not know what the owner does
 * to a change.
 */
export const ownerKinds: readonly WatchedKind[] = [APPLICATIONS, KUSTOMIZATIONS, HELM_RELEASES];

/** All owners of this object, nearest first, each with what it will do to the change. */
export function ownersOf(touched: TouchedObject, snapshot: Snapshot): readonly Owner[] {
	return [
		controllerOwner(touched),
		argoCdOwner(touched, snapshot),
		kustomizationOwner(touched, snapshot),
		helmOwner(touched, snapshot),
	].filter(owner => owner !== null);
}
