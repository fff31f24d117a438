import {statefulStories} from './stateful-stories.ts';
import type {Story} from './story.ts';

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
		pastAgoSeconds: [16 * days + 2 * hours, 11 * days + 5 * hours, 6 * days + 7 * hours],
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
