import type {LogEntry, NumberedEntry} from './log-entry.ts';

/** The newest entries, within a number of lines and a number of characters. */
export interface LogRing {
	push(entry: LogEntry): void;
	/** Oldest first. */
	entries(): readonly NumberedEntry[];
	/** The number of the newest entry; 0 before the first. */
	newest(): number;
	/** Entries that had to go for newer ones. */
	dropped(): number;
	clear(): void;
}

/** Characters that an entry takes beside its text, so that empty lines are bounded as well. */
const overhead = 64;

export function createLogRing(limits: {readonly lines: number; readonly characters: number}): LogRing {
	let kept: NumberedEntry[] = [];
	/** Entries before this index are dropped, and removed when there are many of them. */
	let head = 0;
	let characters = 0;
	let newest = 0;
	let dropped = 0;

	function dropOldest(): void {
		const oldest = kept[head];
		if (!oldest) return;
		characters -= oldest.text.length + overhead;
		head += 1;
		dropped += 1;
		if (head < 1_024 || head < kept.length / 2) return;
		kept = kept.slice(head);
		head = 0;
	}

	return {
		push(entry) {
			newest += 1;
			kept.push({...entry, number: newest});
			characters += entry.text.length + overhead;
			// The newest entry always stays, however long it is.
			while (kept.length - head > limits.lines || (characters > limits.characters && kept.length - head > 1))
				dropOldest();
		},
		entries: () => kept.slice(head),
		newest: () => newest,
		dropped: () => dropped,
		clear() {
			kept = [];
			head = 0;
			characters = 0;
			dropped = 0;
		},
	};
}
