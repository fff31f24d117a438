import type {AnchorKey, ClusterId, ReleaseKey} from '../../domain/keys.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {Verb} from '../../domain/verb.ts';
import type {ActionId} from './action-id.ts';

export type SortColumn = 'name' | 'rps' | 'errors' | 'p95' | 'p99';

/** Where the operator is and what they type. Rows are selected by key, so that a late list never moves the
 * selection. */
export interface ScreenState {
	readonly size: {readonly columns: number; readonly rows: number};
	/** The cluster whose data is shown, and on whose releases verbs act. */
	readonly focus: ClusterId;
	/** The last one is shown; `esc` goes back. Never empty. */
	readonly stack: readonly [Place, ...Place[]];
	readonly homeSelected: AnchorKey | null;
	/** A release on top has a row in the table as well: whether the row in the table is the marked one. */
	readonly isMarkedInTable: boolean;
	readonly releasesSelected: ReleaseKey | null;
	readonly filter: {readonly text: SafeText; readonly isEditing: boolean} | null;
	readonly sort: {readonly column: SortColumn; readonly isDescending: boolean};
	readonly chartIndex: 0 | 1 | 2;
	readonly rangeIndex: number;
	readonly message: {
		readonly tone: 'info' | 'warning' | 'critical';
		readonly text: SafeText;
		readonly untilMs: number;
		/** What pressing the same key once more would do; left out where the message asks nothing. */
		readonly asks?: 'leave' | 'leaveOpen';
	} | null;
	/** What the demo's tour says; null without one. */
	readonly demoHint: SafeText | null;
	readonly dialog: Dialog | null;
	readonly palette: Palette | null;
	/** A verb that the operator pressed before perch had read what its answer depends on; the next key drops it. */
	readonly wanted: {readonly verb: Verb; readonly release: ReleaseKey; readonly sinceMs: number} | null;
	readonly guard: KeyGuard;
	readonly isQuitting: boolean;
}

/** One screen on the stack. */
export interface Place {
	/** The screen's id. */
	readonly kind: string;
	/** The row or release that the screen is about; left out where it is about none. */
	readonly key?: AnchorKey;
	/** What the screen remembers while it is on the stack; of the screen's own type. */
	readonly own?: unknown;
}

/** A move of the mark in a list, of a cursor, or of a page. */
export type Step = 'up' | 'down' | 'left' | 'right' | 'pageUp' | 'pageDown' | 'first' | 'last';

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
