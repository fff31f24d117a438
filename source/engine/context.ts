import type {WatchedKind} from '../domain/kube-object.ts';
import {SERVICES} from '../domain/objects/service.ts';
import type {Mesh} from '../meshes/contract.ts';
import {ownerKinds} from '../ownership/owners-of.ts';
import type {ReleaseBackend} from '../releases/contract.ts';
import {createDerivation, type Derivation} from './derive.ts';

/** The registries and what is derived through them; given to the engine, so that it knows no backend by name. */
export interface EngineContext {
	readonly backends: readonly ReleaseBackend[];
	readonly meshes: readonly Mesh[];
	/** Every kind that is read. */
	readonly kinds: readonly WatchedKind[];
	readonly derive: Derivation;
}

export function createContext(registries: Pick<EngineContext, 'backends' | 'meshes'>): EngineContext {
	return {...registries, kinds: kindsOf(registries.backends), derive: createDerivation(registries.backends)};
}

/** Every kind that perch reads with these backends, once: Services for its rows, and who applies objects from elsewhere. */
export function kindsOf(backends: readonly ReleaseBackend[]): readonly WatchedKind[] {
	const kinds = [SERVICES, ...ownerKinds, ...backends.flatMap(backend => backend.kinds)];
	return [...new Map(kinds.map(kind => [kind.id, kind])).values()];
}

export function kindById({kinds}: EngineContext, kindId: string): WatchedKind | undefined {
	return kinds.find(kind => kind.id === kindId);
}

export function backendOf(context: EngineContext, id: string): ReleaseBackend {
	const backend = context.backends.find(candidate => candidate.id === id);
	if (!backend) throw new Error(`no release backend is called ${id}`);
	return backend;
}
