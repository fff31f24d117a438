/** One request that the server received. */
export interface JournalEntry {
	readonly atMs: number;
	readonly method: string;
	/** With the query. */
	readonly path: string;
	readonly userAgent: string;
	/** The user's name; empty when no user has the token. */
	readonly user: string;
	/** 0 when the client got no status: a cut or a black hole. */
	readonly status: number;
	readonly httpVersion: string;
	readonly contentType: string;
}

/** The last requests, and how many there were in all. */
export interface Journal {
	readonly entries: readonly JournalEntry[];
	readonly counters: {readonly requests: number; readonly tlsHandshakes: number; readonly openWatches: number};
	clear(): void;
}

export interface WritableJournal extends Journal {
	record(entry: JournalEntry): void;
	countHandshake(): void;
}

export function createJournal({limit, openWatches}: {limit: number; openWatches: () => number}): WritableJournal {
	let entries: JournalEntry[] = [];
	let requests = 0;
	let tlsHandshakes = 0;
	return {
		get entries() {
			return entries.slice(-limit);
		},
		get counters() {
			return {requests, tlsHandshakes, openWatches: openWatches()};
		},
		record(entry) {
			requests += 1;
			entries.push(entry);
			if (entries.length > 2 * limit) entries = entries.slice(-limit);
		},
		countHandshake() {
			tlsHandshakes += 1;
		},
		clear() {
			entries = [];
			requests = 0;
			tlsHandshakes = 0;
		},
	};
}
