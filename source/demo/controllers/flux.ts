import {isRecord, sameJson} from '../api/frozen-json.ts';
import {type FieldTree, fromTree} from '../api/write/field-set.ts';
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

/** Flux's kustomize-controller, as far as an operator sees it: at every interval of a Kustomization it restores the
 * spec fields that Git declares, whichever manager changed them. A field that Git does not declare stays, unless
 * its manager's name starts with `kubectl`: Flux takes those fields over and drops them. The first state seen of
 * each object stands for Git. */
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
			// Flux ignores a change until its interval is over.
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
		const declared = git.get(object.metadata.uid ?? '');
		if (declared === undefined) return;
		const spec = withoutKubectls(object, withDeclared(object.spec, declared), declared);
		if (sameJson(spec, object.spec)) return;
		store.replace(resource, {...object, spec}, {manager: 'kustomize-controller'});
	}
}

/** The key of the Kustomization whose labels the object carries, unless the object is exempt. */
function ownerOf({metadata}: KubeObject): string | undefined {
	if (metadata.annotations?.[`${labels}/reconcile`] === 'disabled') return undefined;
	const namespace = metadata.labels?.[`${labels}/namespace`];
	const name = metadata.labels?.[`${labels}/name`];
	return namespace === undefined || name === undefined ? undefined : `${namespace}/${name}`;
}

function withDeclared(live: unknown, declared: unknown): unknown {
	if (!isRecord(live) || !isRecord(declared)) return declared;
	const fields = Object.entries(declared).map(([field, value]) => [field, withDeclared(live[field], value)]);
	return {...live, ...Object.fromEntries(fields)};
}

/** Drops the fields that a `kubectl` wrote and Git does not declare. Leaves the items of keyed lists as they are. */
function withoutKubectls({metadata}: KubeObject, spec: unknown, declared: unknown): unknown {
	const entries = (metadata.managedFields ?? []) as readonly {manager: string; fieldsV1?: FieldTree}[];
	const owned = entries
		.filter(({manager, fieldsV1}) => manager.startsWith('kubectl') && fieldsV1 !== undefined)
		.flatMap(({fieldsV1}) => [...fromTree(fieldsV1 as FieldTree)])
		.map(path => path.split('\u001f').map(segment => segment.slice(2)))
		.filter(([root, ...field]) => root === 'spec' && !isNamed(declared, field));
	return owned.reduce((rest, [, ...field]) => without(rest, field), spec);
}

function isNamed(value: unknown, [key, ...rest]: readonly string[]): boolean {
	if (key === undefined) return true;
	return isRecord(value) && key in value && isNamed(value[key], rest);
}

function without(value: unknown, [key, ...rest]: readonly string[]): unknown {
	if (!isRecord(value) || key === undefined || !(key in value)) return value;
	const {[key]: part, ...others} = value;
	return rest.length === 0 ? others : {...value, [key]: without(part, rest)};
}
