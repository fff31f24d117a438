export type Inputs = readonly [object, ...unknown[]];

interface Kept {
	/** Of each input its mark: what is remembered does not hold what it was made of. */
	readonly marks: readonly unknown[];
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
		return last?.marks.length === inputs.length && inputs.every((input, at) => markOf(input) === last.marks[at])
			? last
			: undefined;
	}

	return {
		known,
		remember<T>(slot: string, inputs: Inputs, compute: () => T): T {
			const last = known(slot, inputs);
			// The casts are safe: a slot names one kind of value.
			if (last) return last.value as T;
			const made = other?.known(slot, inputs) ?? {marks: inputs.map(markOf), value: compute()};
			const [first] = inputs;
			kept.set(first, (kept.get(first) ?? new Map<string, Kept>()).set(slot, made));
			return made.value as T;
		},
	};
}

const marks = new WeakMap<object, symbol>();

/** A sign of this very object that does not keep it alive; a primitive is its own. */
function markOf(input: unknown): unknown {
	if (typeof input !== 'object' || input === null) return input;
	const known = marks.get(input);
	if (known) return known;
	const mark = Symbol();
	marks.set(input, mark);
	return mark;
}

export function sameInputs(one: readonly unknown[], other: readonly unknown[]): boolean {
	return one.length === other.length && one.every((value, at) => value === other[at]);
}
