import {sameJson} from '../api/frozen-json.ts';
import type {Controller, DemoClock, KubeObject, ObjectStore, ResourceId} from '../contract.ts';
import {createControlLoop, keyOf, splitKey} from './control-loop.ts';
import {durationSeconds} from './duration.ts';

const kustomizations = 'kustomizations.kustomize.toolkit.fluxcd.io';
const labels = 'kustomize.toolkit.fluxcd.io';
const appliedResources: readonly ResourceId[] = [
	'httproutes.gateway.networking.k8s.io',
	'virtualservices.networking.istio.io',
	'deployments.apps',
];

interface Kustomization extends KubeObject {
	readonly spec: {readonly interval: string; readonly suspend?: boolean};
}

/** Flux's kustomize-controller, as far as an operator meets it: at every interval of a Kustomization its objects get
 * Git's spec back, whoever changed them. What they were when they were first seen stands in for Git. */
export function createFluxController({
	store,
	clock,
}: {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
}): Controller {
	const git = new Map<string, unknown>();
	const dueMs = new Map<string, number>();
	return createControlLoop({
		name: 'flux',
		store,
		clock,
		watched: [kustomizations, ...appliedResources],
		keysOf({resource, object}) {
			if (resource === kustomizations) return [keyOf(object)];
			const owner = ownerOf(object);
			// A change is nothing to Flux before its interval is over.
			if (owner === undefined || git.has(object.metadata.uid ?? '')) return [];
			git.set(object.metadata.uid ?? '', object.spec);
			return [owner];
		},
		reconcile(key) {
			const {namespace, name} = splitKey(key);
			const kustomization = store.get(kustomizations, namespace, name) as Kustomization | undefined;
			if (kustomization === undefined || kustomization.spec.suspend === true) return undefined;
			const due = dueMs.get(key) ?? clock.nowMs();
			if (clock.nowMs() < due) return due;
			for (const resource of appliedResources) {
				for (const object of store.list(resource).filter(candidate => ownerOf(candidate) === key))
					apply(resource, object);
			}
			const next = clock.nowMs() + (durationSeconds(kustomization.spec.interval) ?? 0) * 1_000;
			dueMs.set(key, next);
			return next;
		},
	});

	function apply(resource: ResourceId, object: KubeObject): void {
		const spec = git.get(object.metadata.uid ?? '');
		if (spec === undefined || sameJson(spec, object.spec)) return;
		store.replace(resource, {...object, spec}, {manager: 'kustomize-controller'});
	}
}

/** The Kustomization whose labels an object bears, unless it is exempt. */
function ownerOf({metadata}: KubeObject): string | undefined {
	if (metadata.annotations?.[`${labels}/reconcile`] === 'disabled') return undefined;
	const namespace = metadata.labels?.[`${labels}/namespace`];
	const name = metadata.labels?.[`${labels}/name`];
	return namespace === undefined || name === undefined ? undefined : `${namespace}/${name}`;
}
