/** One answered request. */
export interface JournalEntry {
	readonly atMs: number;
	readonly method: string;
	readonly path: string;
	readonly parameters: Readonly<Record<string, string>>;
	/** The HTTP status; `cut` when the connection was cut without one. */
	readonly status: number | 'cut';
}

/** The requests that the server got: the last entries, and counts of all. */
export interface Journal {
	add(entry: JournalEntry): void;
	/** The newest last. */
	entries(): readonly JournalEntry[];
	/** The number of requests since the start, for one path or for all. */
	count(path?: string): number;
	clear(): void;
}

export const createJournal = (capacity = 1000): Journal => {
	let kept: JournalEntry[] = [];
	const counts = new Map<string, number>();
	return {
		add: entry => {
			kept.push(entry);
			if (kept.length > capacity) kept = kept.slice(-capacity / 2);
			counts.set(entry.path, (counts.get(entry.path) ?? 0) + 1);
		},
		entries: () => kept,
		count: path => (path === undefined ? [...counts.values()].reduce((a, b) => a + b, 0) : (counts.get(path) ?? 0)),
		clear: () => {
			kept = [];
			counts.clear();
		},
	};
};
