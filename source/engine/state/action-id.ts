import type {Verb} from '../../domain/verb.ts';

/** Everything that perch does when it is asked to, by name: keys, the palette, the tour and tests call these. */
export type ActionId = OwnActionId | OpeningId;

/** To open a screen that says itself how it is opened. */
export type OpeningId = `open ${string}`;

export type OwnActionId =
	| Verb
	| 'down'
	| 'up'
	| 'pageDown'
	| 'pageUp'
	| 'first'
	| 'last'
	| 'open'
	| 'goBack'
	| 'filter'
	| 'sort'
	| 'invertSort'
	| 'chartErrors'
	| 'chartLatency'
	| 'chartThroughput'
	| 'rangeShorter'
	| 'rangeLonger'
	| 'nextCluster'
	| 'freeze'
	| 'palette'
	| 'help'
	| 'quit';
