import type {StatefulSet} from '../controllers/stateful-set/stateful-set-types.ts';
import {statefulStories} from './stateful-stories.ts';

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

const hours = 3600;
const days = 24 * hours;

export const stories: Readonly<Record<string, Story>> = {
	'web/frontend': {
		firstRevision: 117,
		pastAgoSeconds: [23 * days, 9 * days, 2 * days + 4 * hours],
		hasAutoscaler: true,
	},
	'web/mobile': {firstRevision: 63, pastAgoSeconds: [31 * days, 12 * days], hasAutoscaler: true},
	'web/search': {
		firstRevision: 17,
		pastAgoSeconds: [44 * days, 15 * days],
		current: {
			kind: 'blue/green aborted after cutover',
			startedAgoSeconds: 1500,
			cutOverAgoSeconds: 1320,
			unreadyAgoSeconds: 540,
			abortedAgoSeconds: 510,
		},
	},
	'shop/checkout': {
		firstRevision: 39,
		pastAgoSeconds: [33 * days, 19 * days, 6 * days + 7 * hours],
		hasAutoscaler: true,
		current: {kind: 'canary paused', pausedAgoSeconds: 240},
	},
	'shop/cart': {
		firstRevision: 71,
		pastAgoSeconds: [27 * days, 8 * days],
		hasAutoscaler: true,
		current: {kind: 'canary paused', pausedAgoSeconds: 70},
	},
	'shop/catalog': {firstRevision: 54, pastAgoSeconds: [29 * days, 5 * days], hasAutoscaler: true},
	'shop/currency': {firstRevision: 12, pastAgoSeconds: [61 * days, 40 * days]},
	'shop/recommend': {
		firstRevision: 88,
		pastAgoSeconds: [21 * days, 11 * days],
		current: {kind: 'rolling', startedAgoSeconds: 90},
	},
	'pay/gateway': {firstRevision: 29, pastAgoSeconds: [52 * days, 17 * days]},
	'pay/ledger': {
		firstRevision: 8,
		pastAgoSeconds: [70 * days, 26 * days],
		current: {kind: 'canary paused', pausedAgoSeconds: 288, isTimed: true},
	},
	'pay/reports': {firstRevision: 3, pastAgoSeconds: [80 * days]},
	'pay/fraud': {firstRevision: 21, pastAgoSeconds: [38 * days, 13 * days]},
	...statefulStories,
};
