import type {Bucket} from '../domain/signals/signals.ts';
import type {SafeText} from '../domain/text/safe-text.ts';

/** The value of a key; created if it is missing. */
export function entry<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
	const known = map.get(key);
	if (known !== undefined) return known;
	const created = create();
	map.set(key, created);
	return created;
}

/** A bucket's bound in milliseconds; null for text that is no number. Servers of different versions write the same
 * bound as `1` or as `1.0`. */
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

/** The text of a label; null where the series does not have it. An empty label is none. */
export function knownLabel(text: SafeText | undefined): SafeText | null {
	return text === undefined || text === '' ? null : text;
}
