import {sameInputs} from './assemble-once.ts';

/** Computes a value again only when one of the inputs is another. `slot` names the value, which goes with the first
 * input: what is remembered of one release does not outlast the figures that it was made of. */
export type Memory = <T>(slot: string, inputs: readonly unknown[], compute: () => T) => T;

interface Kept {
	readonly inputs: readonly unknown[];
	readonly value: unknown;
}

export function createMemory(): Memory {
	const kept = new WeakMap<object, Map<string, Kept>>();
	const nobody = {};
	return <T>(slot: string, inputs: readonly unknown[], compute: () => T): T => {
		const [first] = inputs;
		const owner = typeof first === 'object' && first !== null ? first : nobody;
		const slots = kept.get(owner) ?? new Map<string, Kept>();
		kept.set(owner, slots);
		const last = slots.get(slot);
		// The cast is safe: a slot names one kind of value.
		if (last && sameInputs(last.inputs, inputs)) return last.value as T;
		const value = compute();
		slots.set(slot, {inputs, value});
		return value;
	};
}
