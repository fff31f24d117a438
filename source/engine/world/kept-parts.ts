import {sameValue} from '../../domain/same-value.ts';

/** Takes the part that counts of each object of a list. A part keeps its identity while its content stays the same, and
 * the list of parts while each part does, whatever else changes in the objects. */
export function createKeptParts<T extends object, P>(
	idOf: (object: T) => string,
	partOf: (object: T) => P,
): (objects: readonly T[]) => readonly P[] {
	let seen: readonly T[] = [];
	let parts: readonly P[] = [];
	return objects => {
		if (objects === seen) return parts;
		const placeOf = placesIn(seen, idOf);
		const next = objects.map((object, at) => {
			const before = seen[at] === object ? at : placeOf(object, at);
			if (before === undefined) return partOf(object);
			const known = parts[before];
			if (known === undefined) return partOf(object);
			if (seen[before] === object) return known;
			const part = partOf(object);
			return sameValue(known, part) ? known : part;
		});
		const isSame = next.length === parts.length && next.every((part, at) => part === parts[at]);
		seen = objects;
		if (!isSame) parts = next;
		return parts;
	};
}

/** Finds where an object of that name was. Mostly a new version stands where the old one stood. */
function placesIn<T>(seen: readonly T[], idOf: (object: T) => string): (object: T, at: number) => number | undefined {
	let places: ReadonlyMap<string, number> | undefined;
	return (object, at) => {
		const there = seen[at];
		if (there !== undefined && idOf(there) === idOf(object)) return at;
		places ??= new Map(seen.map((one, index) => [idOf(one), index]));
		return places.get(idOf(object));
	};
}
