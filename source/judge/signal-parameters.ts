/** What is judged of a release, in the order in which signals speak for it: failed requests, requests above each of
 * two bounds of the latency histogram, and the histogram as a whole. */
export const signals = ['errors', 'slow', 'verySlow', 'shape'] as const;
export type Signal = (typeof signals)[number];

/** How one signal is judged. Ratios are 0–1. */
export interface SignalParameters {
	/** The chance that a release without harm is ever called worse by this signal. */
	readonly alpha: number;
	/** Harm is more than stable's ratio by this much … */
	readonly marginRatio: number;
	/** … and by this part of stable's own ratio. */
	readonly relativeMargin: number;
	/** The excess that nobody should miss: this much, or so many times stable's ratio where that is more. */
	readonly care: {readonly leastRatio: number; readonly timesStable: number};
}

/** The chances sum to 0.01: at most one of a hundred releases without harm is called worse. The margins are what
 * nobody rolls back for. They may be configured, but never after the canary was seen. */
export const defaultParameters = {
	errors: {alpha: 0.005, marginRatio: 0.0005, relativeMargin: 0.1, care: {leastRatio: 0.005, timesStable: 1}},
	slow: {alpha: 0.002, marginRatio: 0.005, relativeMargin: 0.2, care: {leastRatio: 0.02, timesStable: 0.5}},
	verySlow: {alpha: 0.002, marginRatio: 0.0025, relativeMargin: 0.2, care: {leastRatio: 0.01, timesStable: 1}},
	shape: {alpha: 0.001, marginRatio: 0.01, relativeMargin: 0.2, care: {leastRatio: 0.05, timesStable: 0.5}},
} as const satisfies Readonly<Record<Signal, SignalParameters>>;

/** The parameters of all signals, with those that were configured in place of the defaults. */
export function parametersWith(
	configured: Readonly<Partial<Record<Signal, Partial<SignalParameters>>>>,
): Readonly<Record<Signal, SignalParameters>> {
	return {
		errors: {...defaultParameters.errors, ...configured.errors},
		slow: {...defaultParameters.slow, ...configured.slow},
		verySlow: {...defaultParameters.verySlow, ...configured.verySlow},
		shape: {...defaultParameters.shape, ...configured.shape},
	};
}

/** What counts as the same as stable, and what the canary may differ from it before that is harm. */
export interface Margin {
	readonly relative: number;
	readonly ratio: number;
}

/** While caches of new pods are cold, only gross failures count. */
const warmRelative = 1;
const warmRatio = 0.05;

/** The margin of one row: wider while the canary's pods are warming up. */
export function marginOf(margin: Margin, isWarm: boolean): Margin {
	return isWarm ? {relative: margin.relative + warmRelative, ratio: margin.ratio + warmRatio} : margin;
}

/** The excess of failures (0–1) that matters beside stable's ratio. */
export function careRatio({care}: SignalParameters, stableRatio: number): number {
	return Math.max(care.leastRatio, care.timesStable * stableRatio);
}
