import type {Verb} from '../../domain/verb.ts';

/** The name of each thing that perch can be asked to do: keys, the palette, the tour and tests call these names. */
export type ActionId = OwnActionId | OpeningId;

/** Opens a screen that declares how it is opened (`opening`). */
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
	| 'logsFilter'
	| 'logsFollow'
	| 'logsShorter'
	| 'logsLonger'
	| 'logsPatterns'
	| 'logsLayout'
	| 'logsSide'
	| 'logsPrevious'
	| 'logsTimes'
	| 'logsWrap'
	| 'nextCluster'
	| 'freeze'
	| 'palette'
	| 'help'
	| 'quit';
