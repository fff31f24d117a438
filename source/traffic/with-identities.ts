import type {TrafficIdentity} from '../domain/signals/signals.ts';
import type {ToldName} from '../domain/signals/told-name.ts';
import type {SafeText} from '../domain/text/safe-text.ts';

/** Finds the anchor of what a series may name. */
interface Names {
	anchorOf(namespace: SafeText, service: SafeText): object | null;
	anchorOfWorkload(namespace: SafeText, workload: SafeText): object | null;
	anchorOfTold(told: ToldName): object | null;
}

/** An index that finds the anchor of each series once: poll after poll names the same series. */
export function withIdentities<Index extends Names>(
	index: Index,
): Index & {anchorOfIdentity(identity: TrafficIdentity): ReturnType<Index['anchorOf']>} {
	type Anchor = ReturnType<Index['anchorOf']>;
	const known = new WeakMap<TrafficIdentity, {readonly anchor: Anchor}>();

	function find({namespace, service, workload, told}: TrafficIdentity): object | null {
		if (told) return index.anchorOfTold(told);
		if (service !== null) return index.anchorOf(namespace, service);
		return workload === null ? null : index.anchorOfWorkload(namespace, workload);
	}

	return {
		...index,
		anchorOfIdentity(identity) {
			const last = known.get(identity);
			if (last) return last.anchor;
			// The cast is safe: an index finds the same kind of anchor by each name.
			const anchor = find(identity) as Anchor;
			known.set(identity, {anchor});
			return anchor;
		},
	};
}
