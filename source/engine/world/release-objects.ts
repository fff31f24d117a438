import type {KubeObject, ObjectRef, WatchedKind} from '../../domain/cluster/kube-object.ts';
import {refOf} from '../../domain/cluster/kube-object.ts';
import type {Release} from '../../domain/release/release.ts';
import {EVENTS} from '../../kinds/event.ts';
import {HORIZONTAL_POD_AUTOSCALERS} from '../../kinds/horizontal-pod-autoscaler.ts';
import {PODS} from '../../kinds/pod.ts';
import {SERVICES} from '../../kinds/service.ts';
import type {State} from '../state/state.ts';
import {type EngineContext, kindById} from './context.ts';
import {objectsKey} from './objects-read.ts';

/** One of the objects that a release consists of. */
export interface ReleaseObject {
	readonly ref: ObjectRef;
	/** `ReplicaSet` */
	readonly kind: string;
	/** Null where perch has not read the object. */
	readonly uid: string | null;
}

/** The objects that a release consists of, as far as perch knows them: its own, then its routes and workloads, its
 * Services, what these own, and its pods. Each once. */
export function releaseObjects(context: EngineContext, state: State, release: Release): readonly ReleaseObject[] {
	return context.derive.remember(state, `objects of ${release.key}`, () => {
		const parts = (context.derive.parts(state).get(release.key) ?? []).map(({backend, anchor}) =>
			objectOf(backend.anchor, anchor),
		);
		const named = [
			release.ref,
			...release.revisions.flatMap(({templateIn}) => templateIn ?? []),
			...servicesOf(release),
			...release.pods.map(({name}) => ({kindId: PODS.id, namespace: release.namespace, name})),
		].flatMap(ref => found(context, state, ref));
		const [own = [], others] = [named.slice(0, 1), named.slice(1)];
		const owned = ownedBy(context, state, release, [...named, ...parts]);
		const all = [...own, ...parts, ...others, ...owned, ...autoscalers(context, state, release)];
		return unique(all).toSorted((one, other) => rank(one) - rank(other));
	});
}

function servicesOf({services}: Release): readonly ObjectRef[] {
	return [...services.apex, ...services.stable, ...services.canary].map(({namespace, name}) => ({
		kindId: SERVICES.id,
		namespace,
		name,
	}));
}

function found(context: EngineContext, state: State, ref: ObjectRef): readonly ReleaseObject[] {
	const kind = kindById(context, ref.kindId);
	if (!kind) return [];
	const object = context.derive.snapshot(state).get(kind, ref.namespace, ref.name);
	return [{ref, kind: kind.kind, uid: object?.metadata.uid ?? null}];
}

/** What these objects own, and what that owns in turn. */
function ownedBy(
	context: EngineContext,
	state: State,
	{namespace, uid}: Release,
	owners: readonly ReleaseObject[],
): readonly ReleaseObject[] {
	const snapshot = context.derive.snapshot(state);
	const kinds = context.kinds.filter(kind => kind.watch === 'release' && kind.id !== EVENTS.id);
	const candidates = kinds.flatMap(kind => snapshot.list(kind, namespace).map(object => ({kind, object})));
	const uids = new Set<string>([uid, ...owners.flatMap(owner => owner.uid ?? [])]);
	const objects: ReleaseObject[] = [];
	// A workload owns ReplicaSets, and these own pods.
	for (const _generation of ['first', 'second']) {
		const next = candidates.filter(
			({object: {metadata}}) => !uids.has(metadata.uid) && metadata.owners.some(owner => uids.has(owner.uid)),
		);
		for (const {kind, object} of next) objects.push(objectOf(kind, object));
		for (const {object} of next) uids.add(object.metadata.uid);
	}
	return objects;
}

function autoscalers(context: EngineContext, state: State, {namespace, ref}: Release): readonly ReleaseObject[] {
	const kind = kindById(context, ref.kindId)?.kind;
	return context.derive
		.snapshot(state)
		.list(HORIZONTAL_POD_AUTOSCALERS, namespace)
		.filter(({target}) => target.kind === kind && target.name === ref.name)
		.map(object => objectOf(HORIZONTAL_POD_AUTOSCALERS, object));
}

function objectOf(kind: WatchedKind, object: KubeObject): ReleaseObject {
	return {ref: refOf(kind, object), kind: kind.kind, uid: object.metadata.uid};
}

function unique(objects: readonly ReleaseObject[]): readonly ReleaseObject[] {
	const found = new Map<string, ReleaseObject>();
	for (const object of objects) {
		const key = objectsKey([object.ref]);
		if (!found.has(key)) found.set(key, object);
	}
	return [...found.values()];
}

/** Pods come last: there are many. */
function rank({ref}: ReleaseObject): number {
	return ref.kindId === PODS.id ? 1 : 0;
}
