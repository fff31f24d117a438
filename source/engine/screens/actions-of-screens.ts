import type {ActionId} from '../state/action-id.ts';

export const onEveryScreen: readonly ActionId[] = ['freeze', 'cost', 'palette', 'help'];

/** On screens that are about a row or a release. */
export const onCopied: readonly ActionId[] = ['copyForChat', 'copyCommand'];

/** On screens where verbs can act on a release. */
export const onReleases: readonly ActionId[] = [
	'promote',
	'hold',
	'resume',
	'back',
	'toRevision',
	'retry',
	'restart',
	'setWeight',
	'undo',
];

export const onLists: readonly ActionId[] = [
	'open',
	'goBack',
	'filter',
	'down',
	'up',
	'pageDown',
	'pageUp',
	'first',
	'last',
];

export const onCharts: readonly ActionId[] = [
	'goBack',
	'chartErrors',
	'chartLatency',
	'chartThroughput',
	'rangeShorter',
	'rangeLonger',
];

/** On the screens that list services with their small charts. */
export const onServices: readonly ActionId[] = ['rangeShorter', 'rangeLonger', 'pin'];
