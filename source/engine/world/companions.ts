import type {KubeObject} from '../../domain/cluster/kube-object.ts';
import type {ReleaseBackend} from '../../releases/contract.ts';
import {sameInputs} from './memory.ts';
import type {IndexedSnapshot} from './snapshot.ts';

/** What the releases of a backend may be assembled from, besides their own objects. Each is one array, the same while
 * none of its lists changed, so that thousands of releases compare one value. */
export interface Companions {
	/** The lists of the backend's other kinds in these namespaces. */
	listsIn(backend: ReleaseBackend, namespaces: readonly string[]): readonly unknown[];
	/** The objects of all namespaces that may own a release of the backend. */
	owners(backend: ReleaseBackend): readonly unknown[];
}

/** Gives the companions of one snapshot after another; those of a `past` one are not kept. */
export function createCompanions(): (snapshot: IndexedSnapshot, of?: 'past') => Companions {
	let last = new Map<ReleaseBackend, Map<string, readonly unknown[]>>();
	let made: {readonly snapshot: IndexedSnapshot; readonly companions: Companions} | null = null;
	return (snapshot, of) => {
		if (made?.snapshot === snapshot) return made.companions;
		const before = last;
		const now = new Map<ReleaseBackend, Map<string, readonly unknown[]>>();

		function kept(backend: ReleaseBackend, slot: string, read: () => readonly (readonly KubeObject[])[]) {
			const own = now.get(backend) ?? new Map<string, readonly unknown[]>();
			now.set(backend, own);
			const known = own.get(slot);
			if (known) return known;
			const [lists, earlier] = [read(), before.get(backend)?.get(slot)];
			const found = earlier && sameInputs(earlier, lists) ? earlier : lists;
			own.set(slot, found);
			return found;
		}

		const companions: Companions = {
			listsIn: (backend, namespaces) =>
				kept(backend, namespaces.join(' '), () => {
					const others = backend.kinds.filter(kind => kind.id !== backend.anchor.id);
					return namespaces.flatMap(namespace => others.map(kind => snapshot.list(kind, namespace)));
				}),
			// A namespace has a name.
			owners: backend => kept(backend, '', () => (backend.owners ?? []).map(kind => snapshot.list(kind))),
		};
		if (of === 'past') return companions;
		last = now;
		made = {snapshot, companions};
		return companions;
	};
}
