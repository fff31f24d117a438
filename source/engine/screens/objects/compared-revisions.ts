import type {RevisionKey} from '../../../domain/cluster/keys.ts';
import type {ObjectRef} from '../../../domain/cluster/kube-object.ts';
import type {Release} from '../../../domain/release/release.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {areCompanionsRead} from '../../interest/companions.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {awaited} from '../awaited.ts';

/** Two revisions of a release, and the objects that hold their templates. */
export interface Compared {
	readonly from: Revision;
	readonly to: Revision;
	/** Null where no object is known to hold one of the templates. */
	readonly refs: readonly [ObjectRef, ObjectRef] | null;
}

export interface Chosen {
	readonly from: RevisionKey | null;
	readonly to: RevisionKey | null;
}

/** The chosen revisions, else stable and canary, else the one before stable and stable. Null where there are not
 * two. */
export function compared({revisions, stable, canary}: Release, chosen: Chosen): Compared | null {
	const byKey = (key: RevisionKey | null) => revisions.find(revision => revision.key === key);
	const to = byKey(chosen.to) ?? byKey(canary) ?? byKey(stable) ?? revisions[0];
	if (!to) return null;
	const others = revisions.filter(({key}) => key !== to.key);
	const usual = to.key === stable ? others.find(({role}) => role === 'previous') : byKey(stable);
	const from = others.find(({key}) => key === chosen.from) ?? (usual?.key === to.key ? undefined : usual) ?? others[0];
	if (!from) return null;
	return {from, to, refs: from.templateIn && to.templateIn ? [from.templateIn, to.templateIn] : null};
}

/** The choice after a step of one side to an older (1) or a newer (-1) revision; both sides stay different. */
export function stepOf(release: Release, chosen: Chosen, side: 'from' | 'to', by: 1 | -1): Chosen {
	const now = compared(release, chosen);
	if (!now) return chosen;
	const other = side === 'from' ? now.to : now.from;
	const order = release.revisions.filter(({key}) => key !== other.key);
	const at = order.findIndex(({key}) => key === now[side].key);
	const next = order[Math.max(0, Math.min(order.length - 1, at + by))] ?? now[side];
	return {from: now.from.key, to: now.to.key, [side]: next.key};
}

/** Why there is nothing to compare. */
export function nothingToCompare(context: EngineContext, state: State, release: Release): SafeText {
	if (!areCompanionsRead(context, state, release.key))
		return awaited(state, safe`reading the revisions of ${release.name}`);
	return safe`only one revision of ${release.name} is known: there is nothing to compare it with`;
}
