import type {LogEntry, NumberedEntry} from './log-entry.ts';
import {createPatternCounts, type PatternTable} from './patterns.ts';
import {createLogRing} from './ring.ts';

/** The lines that are read now, outside the state: what follows a log writes them, the screen reads them. */
export interface LogBook extends LogLines {
	/** Empties the book for another reading. */
	begin(id: string): void;
	push(entries: readonly LogEntry[]): void;
	newest(): number;
	dropped(): number;
}

/** The same, for those who only read; empty where the book holds another reading than the one that is asked for. */
export interface LogLines {
	entries(id: string): readonly NumberedEntry[];
	patterns(id: string): PatternTable;
}

interface LogLimits {
	readonly lines: number;
	readonly characters: number;
	readonly patterns: number;
}

export const logLimits: LogLimits = {lines: 10_000, characters: 16 * 2 ** 20, patterns: 2_000};

export function createLogBook(limits = logLimits): LogBook {
	const ring = createLogRing(limits);
	const patterns = createPatternCounts(limits.patterns);
	let current = '';
	return {
		begin(id) {
			current = id;
			ring.clear();
			patterns.clear();
		},
		push(entries) {
			for (const entry of entries) {
				ring.push(entry);
				patterns.count(entry);
			}
		},
		newest: ring.newest,
		dropped: ring.dropped,
		entries: id => (id === current ? ring.entries() : []),
		patterns: id => (id === current ? patterns.table() : noPatterns),
	};
}

const noPatterns: PatternTable = {patterns: [], lines: new Map(), uncounted: 0};
