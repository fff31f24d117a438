import type {RevisionKey} from '../../domain/cluster/keys.ts';
import type {ObjectRef, WatchedKind} from '../../domain/cluster/kube-object.ts';
import type {Release} from '../../domain/release/release.ts';

/** The object of this kind that keeps a revision's template; null when none does. */
export function holderRef(
	{id}: Pick<WatchedKind, 'id'>,
	{revisions, namespace}: Release,
	key: RevisionKey | null,
): ObjectRef | null {
	const holder = revisions.find(revision => revision.key === key)?.holder ?? null;
	return holder === null ? null : {kindId: id, namespace, name: holder};
}
