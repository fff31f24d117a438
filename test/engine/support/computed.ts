import type {Derivation} from '../../../source/engine/world/derive.ts';
import type {Desk} from './desk.ts';

/** Counts from now on how often each value is computed that `rememberWhile` remembers, by its slot. */
export function countComputed({context: {derive}}: Desk): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	const {rememberWhile} = derive;
	const counted: Derivation['rememberWhile'] = (state, slot, inputs, compute) =>
		rememberWhile(state, slot, inputs, () => {
			counts.set(slot, (counts.get(slot) ?? 0) + 1);
			return compute();
		});
	Object.assign(derive, {rememberWhile: counted});
	return counts;
}
