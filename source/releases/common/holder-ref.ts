import type {RevisionKey} from '../../domain/keys.ts';
import type {ObjectRef, WatchedKind} from '../../domain/kube-object.ts';
import type {Release} from '../../domain/release.ts';

/** The object of this kind that keeps a revision's template; null when none does. */
export function holderRef(
	{id}: Pick<WatchedKind, 'id'>,
	{revisions, namespace}: Release,
	key: RevisionKey | null,
): ObjectRef | null {
	const holder = revisions.find(revision => revision.key === key)?.holder ?? null;
	return holder === null ? null : {kindId: id, namespace, name: holder};
}
