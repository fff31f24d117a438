/** Something that was measured over a window, and when that window ended. */
interface Windowed {
	readonly atMs: number;
	readonly windowSeconds: number;
}

/** A window holds four scrapes: a shorter time than one scrape between two windows hides nothing that was counted. */
const leastGap = 1 / 4;

/** Whether time passed between `beforeMs` and the beginning of this window that nobody measured. */
function isAfterGap({atMs, windowSeconds}: Windowed, beforeMs: number): boolean {
	return atMs - beforeMs > windowSeconds * 1000 * (1 + leastGap);
}

/** The last of these whose windows leave no time out between them. What happened in a gap, nobody counted: what was
 * seen before it says nothing of the time after it. */
export function withoutGap<T extends Windowed>(all: readonly T[]): readonly T[] {
	const first = all.findLastIndex((one, at) => {
		const before = all[at - 1];
		return before !== undefined && isAfterGap(one, before.atMs);
	});
	return first === -1 ? all : all.slice(first);
}
