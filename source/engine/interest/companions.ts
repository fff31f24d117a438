import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import type {KindId, KubeObject, WatchedKind} from '../../domain/cluster/kube-object.ts';
import type {WatchRequest} from '../../ports/cluster.ts';
import type {ReleaseBackend} from '../../releases/contract.ts';
import type {State, WatchId} from '../state/state.ts';
import {backendOf, type EngineContext, kindById} from '../world/context.ts';

/** Whether every watch that belongs to a release has answered, or failed, at least once. */
export function areCompanionsRead(context: EngineContext, state: State, key: ReleaseKey): boolean {
	const release = context.derive.releases(state).get(key);
	const backend = release && backendOf(context, release.backend);
	const anchor = backend && context.derive.snapshot(state).get(backend.anchor, release.namespace, release.name);
	if (!anchor) return false;
	return companionsOf(context, state, backend, anchor).every(request => {
		const watch = state.cluster.watches[watchId(request)];
		return watch !== undefined && watch.status !== 'listing';
	});
}

/** The watches of what belongs to a release: pods and the like. */
export function companionsOf(
	context: EngineContext,
	state: State,
	backend: ReleaseBackend,
	anchor: KubeObject,
): readonly WatchRequest[] {
	return backend.companions(anchor, context.derive.snapshot(state)).flatMap(({kindId, ...selection}) => {
		const kind = kindById(context, kindId);
		return kind && isServed(state, kind) ? [{kind, ...selection}] : [];
	});
}

/** Whether the cluster serves a version of the kind that perch understands. */
export function isServed(state: State, kind: WatchedKind): boolean {
	const served = state.cluster.inventory?.served[kind.id] ?? [];
	return kind.versions.some(version => served.includes(version));
}

export function watchId(request: {
	readonly kind: {readonly id: KindId};
	readonly namespace?: string;
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
}): WatchId {
	return [request.kind.id, request.namespace ?? '', request.labelSelector ?? '', request.fieldSelector ?? ''].join('|');
}
