import type {ObjectRef, RawObject, Snapshot} from '../../../domain/cluster/kube-object.ts';
import type {Plan} from '../../../domain/release/plan.ts';
import type {Owner} from '../../../ownership/owner.ts';
import {ownersOf} from '../../../ownership/owners-of.ts';

/** The owners that also write the objects of a plan's patches: each once, with the worst that it will do to the
 * change. */
export function ownersOfPlan(
	{steps}: Plan,
	objectOf: (ref: ObjectRef) => RawObject | null,
	snapshot: Snapshot,
): readonly Owner[] {
	const found = steps.flatMap(step => {
		const object = step.kind === 'patch' ? objectOf(step.ref) : null;
		if (step.kind !== 'patch' || !object) return [];
		const pointers = step.patch.filter(({op}) => op !== 'test').map(({path}) => path);
		return ownersOf({object, subresource: step.subresource, pointers}, snapshot);
	});
	const worst = new Map<string, Owner>();
	for (const owner of found) {
		const known = worst.get(owner.name);
		if (!known || severity[owner.undoes] > severity[known.undoes]) worst.set(owner.name, owner);
	}
	return [...worst.values()];
}

const severity = {no: 0, later: 1, unknown: 2, soon: 3} as const satisfies Readonly<Record<Owner['undoes'], number>>;
