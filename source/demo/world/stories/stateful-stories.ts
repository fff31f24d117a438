import type {Story} from './story.ts';

const hours = 3600;
const days = 24 * hours;

export const statefulStories: Readonly<Record<string, Story>> = {
	'data/ledger-db': {
		firstRevision: 12,
		pastAgoSeconds: [64 * days, 20 * days],
		current: {
			kind: 'held back',
			startedAgoSeconds: 1320,
			updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 4}},
		},
	},
	'data/catalog-index': {
		firstRevision: 5,
		pastAgoSeconds: [36 * days],
		current: {kind: 'held back', startedAgoSeconds: 2 * hours, updateStrategy: {type: 'OnDelete'}},
	},
	'data/feature-cache': {
		firstRevision: 31,
		pastAgoSeconds: [50 * days, 16 * days],
		current: {kind: 'rolling', startedAgoSeconds: 100},
	},
};
