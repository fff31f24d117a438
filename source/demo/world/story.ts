import type {StatefulSet} from '../controllers/stateful-set/stateful-set-types.ts';

/** What each release of the shop has lived through when the demo starts. Times are in seconds before the start. */
export interface Story {
	/** The number of the oldest revision that is still kept; older ones were trimmed. */
	readonly firstRevision: number;
	/** When the versions before the current one were rolled out, oldest first. */
	readonly pastAgoSeconds: readonly number[];
	readonly hasAutoscaler?: true;
	readonly current?: CurrentRelease;
}

export type CurrentRelease =
	/** Waits at the first open pause, or in a timed one; `pausedAgoSeconds` says since when. */
	| {readonly kind: 'canary paused'; readonly pausedAgoSeconds: number; readonly isTimed?: true}
	/** Cut over, its pods turned unready, aborted in that order. */
	| {
			readonly kind: 'blue/green aborted after cutover';
			readonly startedAgoSeconds: number;
			readonly cutOverAgoSeconds: number;
			readonly unreadyAgoSeconds: number;
			readonly abortedAgoSeconds: number;
	  }
	| {readonly kind: 'rolling'; readonly startedAgoSeconds: number}
	/** A StatefulSet's new version, of which the update strategy gives pods only so much. */
	| {
			readonly kind: 'held back';
			readonly startedAgoSeconds: number;
			readonly updateStrategy: StatefulSet['spec']['updateStrategy'];
	  };
