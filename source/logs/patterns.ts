import type {RevisionKey} from '../domain/cluster/keys.ts';
import {type SafeText, safe} from '../domain/text/safe-text.ts';
import type {LogEntry} from './log-entry.ts';
import {maskLine} from './mask.ts';
import {readableLine} from './readable-line.ts';

/** How often each pattern came, by version. */
export interface PatternCounts {
	count(entry: LogEntry): void;
	table(): PatternTable;
	clear(): void;
}

export interface PatternTable {
	readonly patterns: readonly Pattern[];
	readonly lines: ReadonlyMap<RevisionKey, Tally>;
	/** Lines of patterns that came when the table was full: those patterns are not counted at all. */
	readonly uncounted: number;
}

export interface Pattern {
	readonly text: SafeText;
	/** The newest line of it, by version; of a long one the beginning, as people read it. */
	readonly samples: ReadonlyMap<RevisionKey, SafeText>;
	readonly counts: ReadonlyMap<RevisionKey, Tally>;
}

export interface Tally {
	/** Pods that wrote such lines. */
	readonly pods: number;
	readonly lines: number;
	/** How many of these lines came within a minute after their container started. */
	readonly ofStart: number;
}

interface Counter {
	readonly pods: Set<SafeText>;
	lines: number;
	ofStart: number;
}

interface Counted {
	readonly text: SafeText;
	readonly samples: Map<RevisionKey, SafeText>;
	readonly counts: Map<RevisionKey, Counter>;
}

/** A pattern is counted from its first line on, or never: so each count is exact, and a pattern that one version
 * has not is one that it did not write. */
export function createPatternCounts(limit: number): PatternCounts {
	const patterns = new Map<SafeText, Counted>();
	const lines = new Map<RevisionKey, Counter>();
	let uncounted = 0;
	return {
		count(entry) {
			const {revision, text, isNote} = entry;
			if (isNote || revision === null || text.trim() === '') return;
			add(lines, revision, entry);
			const masked = maskLine(text);
			let pattern = patterns.get(masked);
			if (!pattern) {
				if (patterns.size >= limit) {
					uncounted += 1;
					return;
				}
				pattern = {text: ownCopy(masked), samples: new Map(), counts: new Map()};
				patterns.set(pattern.text, pattern);
			}
			pattern.samples.set(revision, sampleOf(text));
			add(pattern.counts, revision, entry);
		},
		table: () => ({
			patterns: [...patterns.values()].map(({text, samples, counts}) => ({text, samples, counts: tallies(counts)})),
			lines: tallies(lines),
			uncounted,
		}),
		clear() {
			patterns.clear();
			lines.clear();
			uncounted = 0;
		},
	};
}

/** Characters of a line that the widest row has room for. */
const longestSample = 500;

function sampleOf(text: SafeText): SafeText {
	// Half of a JSON line could not be read as JSON any more.
	return ownCopy(text.length <= longestSample ? text : safe`${cut(readableLine(text))}…`);
}

function cut(text: SafeText): SafeText {
	// Not between the halves of a character.
	return text.slice(0, longestSample).replace(/[\ud800-\udbff]$/, '') as SafeText;
}

/** A part of a string keeps the whole in memory, here all that came with the line in one piece. */
function ownCopy(text: SafeText): SafeText {
	return structuredClone(text);
}

function add(counters: Map<RevisionKey, Counter>, revision: RevisionKey, {pod, isOfStart}: LogEntry): void {
	const counter = counters.get(revision) ?? {pods: new Set(), lines: 0, ofStart: 0};
	counters.set(revision, counter);
	counter.pods.add(pod);
	counter.lines += 1;
	if (isOfStart) counter.ofStart += 1;
}

function tallies(counters: ReadonlyMap<RevisionKey, Counter>): ReadonlyMap<RevisionKey, Tally> {
	return new Map([...counters].map(([key, {pods, lines, ofStart}]) => [key, {pods: pods.size, lines, ofStart}]));
}
