import type {ClusterId} from '../../domain/keys.ts';
import type {WatchedKind} from '../../domain/kube-object.ts';
import {SERVICES} from '../../kinds/service.ts';
import type {Mesh} from '../../meshes/contract.ts';
import {ownerKinds} from '../../ownership/owners-of.ts';
import type {PolicyReader} from '../../policies/contract.ts';
import type {ReleaseBackend} from '../../releases/contract.ts';
import type {MetricsQuestion} from '../questions/question.ts';
import {createDerivation, type Derivation} from './derive.ts';

/** One cluster's registries and what is derived through them; given to the engine, so that it knows no backend by name. */
export interface EngineContext {
	readonly cluster: ClusterId;
	readonly backends: readonly ReleaseBackend[];
	readonly meshes: readonly Mesh[];
	readonly policyReaders: readonly PolicyReader[];
	/** What is asked of Prometheus. */
	readonly questions: readonly MetricsQuestion[];
	/** Every kind that is read. */
	readonly kinds: readonly WatchedKind[];
	readonly derive: Derivation;
}

export type Registries = Pick<EngineContext, 'backends' | 'meshes' | 'policyReaders' | 'questions'>;

export function createContext(cluster: ClusterId, registries: Registries): EngineContext {
	return {
		cluster,
		...registries,
		kinds: kindsOf(registries),
		derive: createDerivation(cluster, registries.backends),
	};
}

/** Every kind that perch reads with these registries, once: Services for its rows, who applies objects from elsewhere,
 * and what is said of calls. */
export function kindsOf({
	backends,
	policyReaders,
}: Pick<Registries, 'backends' | 'policyReaders'>): readonly WatchedKind[] {
	const kinds = [SERVICES, ...ownerKinds, ...[...backends, ...policyReaders].flatMap(({kinds: own}) => own)];
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
