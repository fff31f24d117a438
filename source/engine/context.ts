import type {WatchedKind} from '../domain/kube-object.ts';
import {SERVICES} from '../domain/objects/service.ts';
import type {Mesh} from '../meshes/contract.ts';
import type {ReleaseBackend} from '../releases/contract.ts';
import {createDerivation, type Derivation} from './derive.ts';

/** The registries and what is derived through them; given to the engine, so that it knows no backend by name. */
export interface EngineContext {
	readonly backends: readonly ReleaseBackend[];
	readonly meshes: readonly Mesh[];
	/** Kinds that perch reads for its own rows, whatever the backends. */
	readonly kinds: readonly WatchedKind[];
	readonly derive: Derivation;
}

export function createContext(registries: Pick<EngineContext, 'backends' | 'meshes'>): EngineContext {
	return {...registries, kinds: [SERVICES], derive: createDerivation(registries.backends)};
}

/** Every kind that is watched cluster-wide, once. */
export function clusterWideKinds(context: EngineContext): readonly WatchedKind[] {
	const kinds = [...context.kinds, ...context.backends.flatMap(backend => backend.kinds)];
	const byId = new Map(kinds.map(kind => [kind.id, kind]));
	return [...byId.values()].filter(kind => kind.watch === 'cluster');
}

export function kindById(context: EngineContext, kindId: string): WatchedKind | undefined {
	return [...context.kinds, ...context.backends.flatMap(backend => backend.kinds)].find(kind => kind.id === kindId);
}

export function backendOf(context: EngineContext, id: string): ReleaseBackend {
	const backend = context.backends.find(candidate => candidate.id === id);
	if (!backend) throw new Error(`no release backend is called ${id}`);
	return backend;
}
