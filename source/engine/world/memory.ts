export type Inputs = readonly [object, ...unknown[]];

interface Kept {
	readonly inputs: Inputs;
	readonly value: unknown;
}

/** Computes a value again only when one of the inputs is another. `slot` names the value, which goes with the first
 * input: what is remembered of one release does not outlast the figures that it was made of. */
interface Memory {
	remember<T>(slot: string, inputs: Inputs, compute: () => T): T;
	known(slot: string, inputs: Inputs): Kept | undefined;
}

/** A memory that takes over what the other one knows rather than compute it. */
export function createMemory(other?: Memory): Memory {
	const kept = new WeakMap<object, Map<string, Kept>>();

	function known(slot: string, inputs: Inputs): Kept | undefined {
		const last = kept.get(inputs[0])?.get(slot);
		return last && sameInputs(last.inputs, inputs) ? last : undefined;
	}

	return {
		known,
		remember<T>(slot: string, inputs: Inputs, compute: () => T): T {
			const last = known(slot, inputs);
			// The casts are safe: a slot names one kind of value.
			if (last) return last.value as T;
			const made = other?.known(slot, inputs) ?? {inputs, value: compute()};
			const [first] = inputs;
			kept.set(first, (kept.get(first) ?? new Map<string, Kept>()).set(slot, made));
			return made.value as T;
		},
	};
}

export function sameInputs(one: readonly unknown[], other: readonly unknown[]): boolean {
	return one.length === other.length && one.every((value, at) => value === other[at]);
}
