import {sameInputs} from './assemble-once.ts';

/** Computes a value again only when one of the inputs is another. `slot` names the value, which goes with the first
 * input: what is remembered of one release does not outlast the figures that it was made of. */
type Memory = <T>(slot: string, inputs: Inputs, compute: () => T) => T;

export type Inputs = readonly [object, ...unknown[]];

interface Kept {
	readonly inputs: Inputs;
	readonly value: unknown;
}

export function createMemory(): Memory {
	const kept = new WeakMap<object, Map<string, Kept>>();
	return <T>(slot: string, inputs: Inputs, compute: () => T): T => {
		const [first] = inputs;
		const slots = kept.get(first) ?? new Map<string, Kept>();
		kept.set(first, slots);
		const last = slots.get(slot);
		// The cast is safe: a slot names one kind of value.
		if (last && sameInputs(last.inputs, inputs)) return last.value as T;
		const value = compute();
		slots.set(slot, {inputs, value});
		return value;
	};
}
