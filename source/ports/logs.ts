import type {LogLine} from '../domain/log-line.ts';
import type {SafeText} from '../domain/text/safe-text.ts';

/** Which lines of one pod are read. */
export interface LogRequest {
	readonly namespace: string;
	readonly pod: string;
	/** The run before the present one, to its end, instead of following the present one. */
	readonly isPrevious: boolean;
	/** How far back the first read goes; null for all that the node keeps. */
	readonly sinceSeconds: number | null;
	/** The newest lines of the past that are read at most. */
	readonly tailLines: number;
}

export type LogUpdate =
	| {readonly kind: 'lines'; readonly lines: readonly LogLine[]}
	/** A run of the container is read from here on. */
	| {readonly kind: 'run'; readonly run: LogRun}
	| {readonly kind: 'state'; readonly state: LogState}
	/** Something that a reader of the lines must know at this place. */
	| {readonly kind: 'note'; readonly note: LogNote};

export interface LogRun {
	readonly container: SafeText;
	/** How many more containers the pod has, whose logs are not read. */
	readonly otherContainers: number;
	/** By the node's clock; null where it is not told. */
	readonly startedAtMs: number | null;
}

/** How far perch is with one pod's log. */
export type LogState =
	| {readonly kind: 'opening'}
	| {readonly kind: 'following'}
	/** The container has not started yet: `ContainerCreating`. */
	| {readonly kind: 'waiting'; readonly reason: SafeText}
	| {readonly kind: 'imageUnavailable'; readonly reason: SafeText}
	| {readonly kind: 'noPrevious'}
	/** The run is over and read to its end; perch looks for a new one. */
	| {readonly kind: 'ended'; readonly reason: SafeText}
	/** For `forbidden`: the missing permission, such as `get pods/log`. */
	| {readonly kind: 'forbidden'; readonly missing: SafeText}
	| {readonly kind: 'gone'}
	/** Opening or reading failed in a way that may pass by itself; perch tries again. */
	| {readonly kind: 'failing'; readonly message: SafeText; readonly retryAtMs: number};

export type LogNote =
	/** The container was started anew: its lines follow from the start. */
	| 'newRun'
	/** The node rotated the log while perch was away: lines may be missing. */
	| 'gapPossible'
	/** A run ended while perch was away, and its log is no longer there to be read to its end. */
	| 'endUnread'
	| 'lost'
	| 'resumed'
	| 'ended'
	| 'gone';
