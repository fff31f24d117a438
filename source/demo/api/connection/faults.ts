import type {WatchHub} from '../list/watch-hub.ts';
import {failure, type StatusBody} from '../status.ts';

/** What can go wrong with one request. Plain data, so that another process can request it. */
export type Fault =
	/** Answered late. */
	| {readonly kind: 'slow'; readonly delayMs: number}
	/** Answered with this status instead; 429 with Retry-After. */
	| {
			readonly kind: 'status';
			readonly status: 401 | 409 | 410 | 429 | 500 | 503 | 504;
			readonly retryAfterSeconds?: number;
	  }
	/** Answered with this Status instead, as a validation or an admission webhook would word it. */
	| {readonly kind: 'refused'; readonly body: StatusBody}
	/** Refused as if RBAC forbade it. */
	| {readonly kind: 'forbidden'}
	/** The server reads the request and never answers. */
	| {readonly kind: 'blackHole'}
	/** Resets the stream before the request has an effect, after the write but before the reply, or half-way through
	 * the reply. */
	| {readonly kind: 'cutBeforeCommit'}
	| {readonly kind: 'cutAfterCommit'}
	| {readonly kind: 'cutMidReply'};

/** Which requests a fault hits: all, or those with this method whose path and query contain `path`; for the next
 * `times` of them, or until the fault is lifted. */
export interface FaultMatch {
	readonly method?: string;
	readonly path?: string;
	/** Spares dry runs: a lost dry run loses no write. */
	readonly isForReal?: boolean;
	readonly times?: number;
}

/** Breaks the server while it runs. `path` picks watches as in a `FaultMatch`. */
export interface Faults {
	/** Returns a function that lifts the fault. */
	inject(fault: Fault, match?: FaultMatch): () => void;
	/** Lifts every injected fault; the server comes up again if it was down. */
	clear(): Promise<void>;
	/** Destroys all connections and refuses new ones. */
	down(): Promise<void>;
	/** Listens again, on the same port. */
	up(): Promise<void>;
	/** Stops reading from and writing to all connections, existing and new: nothing answers, not even pings. */
	freeze(): void;
	thaw(): void;
	/** Ends the streams of watches. */
	cutWatches(path?: string): void;
	/** Keeps the watches open but sends them nothing more, not even bookmarks. */
	silenceWatches(path?: string): void;
	/** Sends an ERROR event: `too old resource version` unless told otherwise. */
	sendWatchError(path?: string, status?: StatusBody): void;
	/** Sends a line that is not JSON. */
	sendMalformedLine(path?: string): void;
	/** The first fault that hits the request; counts the hit. For the server only. */
	take(method: string, url: string): Fault | undefined;
}

/** The connections of a server, as the faults control them. */
export interface Connections {
	down(): Promise<void>;
	up(): Promise<void>;
	freeze(): void;
	thaw(): void;
}

export function createFaults(hub: WatchHub, connections: Connections): Faults {
	let injected: {fault: Fault; match: FaultMatch; left: number}[] = [];
	return {
		...connections,
		inject(fault, match = {}) {
			const entry = {fault, match, left: match.times ?? Number.POSITIVE_INFINITY};
			injected.push(entry);
			return () => {
				injected = injected.filter(other => other !== entry);
			};
		},
		async clear() {
			injected = [];
			connections.thaw();
			await connections.up();
		},
		cutWatches: path => hub.end(path),
		silenceWatches: path => hub.silence(path),
		sendWatchError: (path, status = tooOld) => hub.writeLine(JSON.stringify({type: 'ERROR', object: status}), path),
		sendMalformedLine: path => hub.writeLine('{"type":"MODIFIED","object":{"kind":', path),
		take(method, url) {
			const entry = injected.find(
				({match, left}) =>
					left > 0 &&
					(match.method ?? method) === method &&
					(match.path === undefined || url.includes(match.path)) &&
					!(match.isForReal && url.includes('dryRun=All')),
			);
			if (entry === undefined) return undefined;
			entry.left -= 1;
			return entry.fault;
		},
	};
}

const tooOld = failure(410, 'too old resource version: 1 (2)', {reason: 'Expired'});
