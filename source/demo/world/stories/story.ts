import type {StatefulSet} from '../../controllers/stateful-set/stateful-set-types.ts';

/** The past of a release when the demo starts. Times are in seconds before the start. */
export interface Story {
	/** The number of the oldest revision that is still kept; older ones were trimmed. */
	readonly firstRevision: number;
	/** When the versions before the current one were rolled out, oldest first. */
	readonly pastAgoSeconds: readonly number[];
	readonly hasAutoscaler?: true;
	readonly current?: CurrentRelease;
}

export type CurrentRelease =
	/** Waits at the first open pause, or in a timed one, since `pausedAgoSeconds`. */
	| {readonly kind: 'canary paused'; readonly pausedAgoSeconds: number; readonly isTimed?: true}
	/** Its traffic was cut over, then its pods became unready, then it was aborted. */
	| {
			readonly kind: 'blue/green aborted after cutover';
			readonly startedAgoSeconds: number;
			readonly cutOverAgoSeconds: number;
			readonly unreadyAgoSeconds: number;
			readonly abortedAgoSeconds: number;
	  }
	| {readonly kind: 'rolling'; readonly startedAgoSeconds: number}
	/** A new version of a StatefulSet that the update strategy gives to only some pods. */
	| {
			readonly kind: 'held back';
			readonly startedAgoSeconds: number;
			readonly updateStrategy: StatefulSet['spec']['updateStrategy'];
	  };
