/** Something that was measured over a window, and when that window ended. */
interface Windowed {
	readonly atMs: number;
	readonly windowSeconds: number;
}

/** The last of these whose windows leave no time out between them. What happened in a gap, nobody counted: what was
 * seen before it says nothing of the time after it. */
export function withoutGap<T extends Windowed>(all: readonly T[]): readonly T[] {
	const first = all.findLastIndex(({atMs, windowSeconds}, at) => {
		const before = all[at - 1];
		return before !== undefined && atMs - windowSeconds * 1000 > before.atMs;
	});
	return first === -1 ? all : all.slice(first);
}
