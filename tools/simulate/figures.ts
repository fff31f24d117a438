import type {Margin, Signal, SignalParameters} from '../../source/judge/signal-parameters.ts';
import type {otherRules} from './other-rules.ts';
import type {LeftOut} from './perch-rule.ts';

/** What `npm run simulate` found, as it is kept beside the page that shows it. */
export interface Figures {
	readonly seed: number;
	/** Of each harmless row. */
	readonly runs: number;
	readonly judgedBy: JudgedBy;
	readonly harmless: readonly HarmlessFigure[];
	readonly together: readonly TogetherFigure[];
	readonly harm: readonly HarmFigure[];
	readonly recovery: readonly RecoveryFigure[];
}

/** The judge's parameters. Other ones need another simulation. */
export interface JudgedBy {
	readonly parameters: Readonly<Record<Signal, SignalParameters>>;
	/** What is added to the margins of a row in which pods warm up. */
	readonly warmMargin: Margin;
	/** In words, as they stand in one row. */
	readonly bets: string;
}

export type OtherRule = keyof typeof otherRules;

/** In how many of the runs each rule stopped a release that did no harm. */
export interface HarmlessFigure {
	readonly name: string;
	readonly runs: number;
	readonly alarms: Readonly<Record<OtherRule | 'perch', number>>;
	/** The same where the judge is not told of what this kind of release needs, in fewer runs. */
	readonly without: {readonly what: Exclude<LeftOut, 'nothing'>; readonly runs: number; readonly alarms: number} | null;
}

/** False alarms of all four signals together. */
export interface TogetherFigure {
	readonly name: string;
	readonly runs: number;
	readonly alarms: number;
}

/** Minutes from the onset of harm to the call; null where a rule needs more than the two hours. */
export interface Minutes {
	readonly median: number | null;
	readonly most95: number | null;
}

export interface HarmFigure {
	readonly name: string;
	readonly requestsPerSecond: number;
	readonly runs: number;
	/** Null where a rule does not look at this. */
	readonly minutes: Readonly<Record<Exclude<OtherRule, 'newcombe'> | 'perch', Minutes | null>>;
}

export interface RecoveryFigure {
	readonly name: string;
	readonly runs: number;
	/** In how many of them the canary was called worse. */
	readonly convicted: number;
	/** In how many it was cleared while it still did harm. */
	readonly clearedTooSoon: number;
	/** From the end of harm until it was cleared. */
	readonly minutes: Minutes;
}
