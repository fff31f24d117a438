/** A number in [0, 1): always the same for the same seed and name, and different for different names. */
export const seededFraction = (seed: number, name: string): number => {
	// FNV-1a, then a finisher that spreads neighbouring names.
	let hash = 0x811c9dc5 ^ seed;
	for (let index = 0; index < name.length; index += 1) {
		hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
	}
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
};
