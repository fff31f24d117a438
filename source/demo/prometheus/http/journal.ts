/** One request as it was answered. */
export interface JournalEntry {
	readonly atMs: number;
	readonly method: string;
	readonly path: string;
	readonly parameters: Readonly<Record<string, string>>;
	/** The HTTP status; `cut` when the connection was cut without one. */
	readonly status: number | 'cut';
}

/** What was asked of the server: the last entries, and counts of all. */
export interface Journal {
	add(entry: JournalEntry): void;
	/** The newest last. */
	entries(): readonly JournalEntry[];
	/** How many requests came since the start, of one path or of all. */
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
