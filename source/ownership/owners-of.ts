import type {Snapshot, WatchedKind} from '../domain/kube-object.ts';
import {APPLICATIONS} from '../kinds/gitops/application.ts';
import {HELM_RELEASES, KUSTOMIZATIONS} from '../kinds/gitops/flux-objects.ts';
import {argoCdOwner} from './argo-cd.ts';
import {controllerOwner} from './controller.ts';
import {helmOwner, kustomizationOwner} from './flux.ts';
import type {Owner} from './owner.ts';
import type {TouchedObject} from './touched-object.ts';

/** Read where that is allowed: without them an owner is named, and what it does to a change is not known. */
export const ownerKinds: readonly WatchedKind[] = [APPLICATIONS, KUSTOMIZATIONS, HELM_RELEASES];

/** Whoever else writes this object, nearest first, and what each will do to the change. */
export function ownersOf(touched: TouchedObject, snapshot: Snapshot): readonly Owner[] {
	return [
		controllerOwner(touched),
		argoCdOwner(touched, snapshot),
		kustomizationOwner(touched, snapshot),
		helmOwner(touched, snapshot),
	].filter(owner => owner !== null);
}
