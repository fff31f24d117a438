import type {AnchorKey, ClusterId, ReleaseKey} from '../../domain/cluster/keys.ts';
import type {Verb} from '../../domain/release/verb.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {ActionId} from './action-id.ts';

/** `harm`: what hurts users most comes first. */
export type SortColumn = 'harm' | 'name' | 'rps' | 'errors' | 'p95' | 'p99';

/** Where the operator is and what they type. Rows are selected by key, so that a late list never moves the
 * selection. */
export interface ScreenState {
	readonly size: {readonly columns: number; readonly rows: number};
	/** The cluster whose data is shown, and on whose releases verbs act. */
	readonly focus: ClusterId;
	/** The last one is shown; `esc` goes back. Never empty. */
	readonly stack: readonly [Place, ...Place[]];
	readonly homeSelected: AnchorKey | null;
	/** The operator chose no row yet: the first row is selected, whichever it is. */
	readonly isFollowingTop: boolean;
	/** Rows that the operator put aside to read together. */
	readonly pinned: readonly AnchorKey[];
	/** Lines of a chart on the panels. */
	readonly panelRows: number;
	readonly releasesSelected: ReleaseKey | null;
	/** The filter of all lists; other screens may have their own. */
	readonly filter: Filter | null;
	readonly sort: {readonly column: SortColumn; readonly isDescending: boolean};
	/** The chart that is shown alone; null while all three are. */
	readonly chartIndex: 0 | 1 | 2 | null;
	readonly rangeIndex: number;
	readonly message: {
		readonly tone: 'info' | 'warning' | 'critical';
		readonly text: SafeText;
		readonly untilMs: number;
		/** What pressing the same key once more would do; left out where the message asks nothing. */
		readonly asks?: 'leave' | 'leaveOpen' | 'switch';
	} | null;
	/** The header says what the figures cost. */
	readonly isCostShown: boolean;
	/** What the demo's tour says; null without one. */
	readonly demoHint: SafeText | null;
	readonly dialog: Dialog | null;
	readonly palette: Palette | null;
	/** A verb that the operator pressed before perch had read what its answer depends on; the next key drops it. */
	readonly wanted: {readonly verb: Verb; readonly release: ReleaseKey; readonly sinceMs: number} | null;
	readonly guard: KeyGuard;
	readonly isQuitting: boolean;
}

export interface Filter {
	readonly text: SafeText;
	readonly isEditing: boolean;
}

/** One screen on the stack. */
export interface Place {
	/** The screen's id. */
	readonly kind: string;
	/** The row or release that the screen is about; left out where it is about none. */
	readonly key?: AnchorKey;
	/** The screen's own filter; left out or null where it has none. */
	readonly filter?: Filter | null;
	/** What the screen remembers while it is on the stack; of the screen's own type. */
	readonly own?: unknown;
}

/** A move of the mark in a list or a grid, or of a page. */
export type Step = 'previous' | 'next' | 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** The open dialog. Its intent holds the plan; this holds what the operator does in the dialog. */
export interface Dialog {
	readonly intentId: string;
	readonly openedAtMs: number;
	/** The operator's task: `choose` what the plan needs first, `confirm` a plan, or give the `reason` after the
	 * fact. */
	readonly mode: 'choose' | 'confirm' | 'reason';
	/** 0 is Cancel. */
	readonly choiceIndex: number;
	/** The answer that is marked while the operator chooses (null marks the first), and the text typed in its place. */
	readonly markedAnswer: string | null;
	readonly entryText: SafeText;
	readonly focus: 'buttons' | 'cluster' | 'reason';
	readonly clusterText: SafeText;
	readonly reasonText: SafeText;
	readonly isRequestShown: boolean;
	/** Lines scrolled away at the top; may be more than the lines there are. */
	readonly bodyOffset: number;
	readonly message: SafeText | null;
}

/** The open list of all actions that are possible here; typed text narrows it. */
export interface Palette {
	readonly text: SafeText;
	/** The action that the arrows marked; null before. By id, because commands change places as verbs begin or
	 * cease to apply. */
	readonly marked: ActionId | null;
}

/** Keeps a paste, a held key or a burst from acting. Times are wall clock, as on the events. */
export interface KeyGuard {
	readonly lastKeyAtMs: number;
	/** Verbs and confirmations are ignored until this time. */
	readonly disarmedUntilMs: number;
	readonly because: SafeText | null;
}

/** Chart ranges of `[` and `]`. */
export const ranges = [
	{seconds: 300, label: '5 min'},
	{seconds: 900, label: '15 min'},
	{seconds: 1800, label: '30 min'},
	{seconds: 3600, label: '1 h'},
	{seconds: 10_800, label: '3 h'},
	{seconds: 21_600, label: '6 h'},
] as const;
