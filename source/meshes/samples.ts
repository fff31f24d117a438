import type {Bucket} from '../domain/signals.ts';

/** The value of a key, made where it is not there yet. */
export function entry<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
	const known = map.get(key);
	if (known !== undefined) return known;
	const created = create();
	map.set(key, created);
	return created;
}

/** Servers of different versions write one bound in two ways, `1` and `1.0`. Milliseconds; null for text that is none. */
export function boundOf(le: string | undefined): number | null {
	if (le === '+Inf' || le === 'Inf') return Number.POSITIVE_INFINITY;
	const bound = le === undefined || le.trim() === '' ? Number.NaN : Number(le);
	return Number.isFinite(bound) ? bound : null;
}

/** Cumulative rates by upper bound, ascending. */
export function bucketsOf(rates: ReadonlyMap<number, number>): readonly Bucket[] {
	return Array.from(rates, ([upperMs, perSecond]) => ({upperMs, perSecond})).sort((one, other) =>
		one.upperMs < other.upperMs ? -1 : 1,
	);
}

export function isCount(value: number): boolean {
	return Number.isFinite(value) && value >= 0;
}
