import type {Verb} from '../../domain/release/verb.ts';

/** The name of each thing that perch can be asked to do: keys, the palette, the tour and tests call these names. */
export type ActionId = OwnActionId | OpeningId | NamespaceId | ContextId;

/** Opens a screen that declares how it is opened (`opening`). */
export type OpeningId = `open ${string}`;

/** Reads this namespace alone, or all of them (`namespace *`; `*` names none). */
export type NamespaceId = `namespace ${string}`;

/** Shows the cluster of this context of the kubeconfig. */
export type ContextId = `context ${string}`;

export type OwnActionId =
	| Verb
	| 'down'
	| 'up'
	| 'previous'
	| 'previousPage'
	| 'nextPage'
	| 'next'
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
	| 'pin'
	| 'list'
	| 'taller'
	| 'shorter'
	| 'fromOlder'
	| 'fromNewer'
	| 'toOlder'
	| 'toNewer'
	| 'rowBefore'
	| 'rowAfter'
	| 'rowsBefore'
	| 'rowsAfter'
	| 'objectBefore'
	| 'objectAfter'
	| 'logsFollow'
	| 'logsShorter'
	| 'logsLonger'
	| 'logsPatterns'
	| 'logsLayout'
	| 'logsSide'
	| 'logsPrevious'
	| 'logsTimes'
	| 'logsWrap'
	| 'topologyGraph'
	| 'topologyDeeper'
	| 'topologyShallower'
	| 'topologyDirection'
	| 'nextCluster'
	| 'copyForChat'
	| 'copyCommand'
	| 'pickNamespace'
	| 'pickContext'
	| 'freeze'
	| 'cost'
	| 'palette'
	| 'help'
	| 'quit';
