/** The next of a sequence of numbers from 0 to below 1. */
export type Random = () => number;

/** A sequence that depends on the text alone: sfc32 of PractRand, seeded by the text's hash (FNV-1a). A row's runs are
 * seeded by its name, so that a new row changes no other. */
export function randomOf(seed: string): Random {
	const hash = hashOf(seed);
	let [one, two, three, counter] = [hash, hash ^ 0x9e3779b9, hash ^ 0x243f6a88, 1];
	const random = () => {
		const next = (one + two + counter) | 0;
		counter = (counter + 1) | 0;
		one = two ^ (two >>> 9);
		two = (three + (three << 3)) | 0;
		three = ((three << 21) | (three >>> 11)) + next;
		three |= 0;
		return (next >>> 0) / 2 ** 32;
	};
	// The first numbers still show how near two seeds are.
	for (let skipped = 0; skipped < 20; skipped++) random();
	return random;
}

function hashOf(text: string): number {
	let hash = 0x811c9dc5;
	for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
	return hash;
}
