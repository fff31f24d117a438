import type {Past} from './evidence/known-level.ts';
import type {Signal, SignalParameters} from './signal-parameters.ts';

/** How one signal of one release is judged. */
export interface JudgeRules {
	readonly signal: Signal;
	readonly parameters: SignalParameters;
	/** What few pods add to the relative margin (`podMargin`). */
	readonly extraRelativeMargin: number;
	/** Stable in the hour before the canary; null where it is not known. */
	readonly past: Past | null;
	/** The failure ratio (0–1) that the service's objective allows; null without one. */
	readonly objectiveRatio: number | null;
	/** A code that says why the versions cannot be compared whatever they do, as for a route by header; null if they can. */
	readonly incomparable: string | null;
}
