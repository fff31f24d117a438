import type {Interval} from '../counts/evidence-row.ts';
import {noSilence, type Silence} from '../counts/silence.ts';
import {type Evidence, noEvidence, withNewClock} from '../evidence/evidence.ts';
import {harmBets} from '../evidence/log-evidence.ts';
import {emptyTrend, type Trend} from '../evidence/trend.ts';
import type {HarmWindow} from './harm-window.ts';
import type {KeptRow} from './kept-rows.ts';
import {allOff, type LevelSwitches} from './level-switches.ts';
import type {PastStretch, VerdictKind} from './signal-verdict.ts';
import type {WorseStretch} from './worse-stretch.ts';

/** All that the judge remembers of one signal of one release. Its size does not grow with the release. */
export interface SignalState {
	readonly evidence: Evidence;
	/** Since when harm goes on, if it does: one for each bound that is judged. */
	readonly trends: readonly Trend[];
	/** Rows of the present clock (`rowsWith`). */
	readonly rows: readonly KeptRow[];
	/** Null before the first row of a clock. */
	readonly window: HarmWindow | null;
	readonly silence: Silence;
	readonly switches: LevelSwitches;
	/** What stable did in the last rows, whichever clock they belong to. */
	readonly recentStable: readonly StableCounts[];
	readonly stretch: WorseStretch | null;
	/** Oldest first; of a canary that comes and goes for days only the newest. */
	readonly history: readonly PastStretch[];
	readonly kind: VerdictKind;
}

export interface StableCounts {
	readonly failures: number;
	readonly requests: number;
}

const mostHistory = 500;

export function firstState(interval: Interval): SignalState {
	return {
		evidence: noEvidence(interval),
		trends: interval.canaryFailures.map(() => emptyTrend(harmBets.length, interval.startMs)),
		rows: [],
		window: null,
		silence: noSilence,
		switches: allOff,
		recentStable: [],
		stretch: null,
		history: [],
		kind: 'tooFew',
	};
}

/** The state as a new clock begins: what was won and seen by the last one says nothing any more. */
export function stateWithNewClock(state: SignalState, startMs: number): SignalState {
	return {
		...state,
		evidence: withNewClock(state.evidence, startMs),
		trends: state.trends.map(() => emptyTrend(harmBets.length, startMs)),
		rows: [],
		window: null,
	};
}

export function historyWith(history: readonly PastStretch[], stretch: PastStretch): readonly PastStretch[] {
	return [...history, stretch].slice(-mostHistory);
}
