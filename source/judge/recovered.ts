import {logMean} from '../statistics/log-sum.ts';
import {type Clock, clockAfter, firstClock, nextClock, startWeight} from './counts/clock.ts';
import {gainBeside, levelBounds, type OneVersion} from './evidence/known-level.ts';
import {harmBets, noHarmBets} from './evidence/log-evidence.ts';
import {emptyMixture, type Mixture, mixtureAfter} from './evidence/mixture.ts';
import {careRatio, marginOf, type SignalParameters} from './signal-parameters.ts';

/** One signal of all requests that did not go to the canary, over one interval after a way back. */
export interface RowSince extends Omit<OneVersion, 'phi'> {
	readonly startMs: number;
	readonly endMs: number;
	/** Pods that answer them are warming up. */
	readonly isWarm: boolean;
}

/** What one signal is compared with after a way back. */
export interface RecoveryRules {
	readonly parameters: SignalParameters;
	/** The same requests before: those that did not go to the canary or, where there were none, the canary's; null where
	 * nothing is known of either. */
	readonly usual: {readonly failures: number; readonly requests: number; readonly isOfCanary: boolean} | null;
	/** The variance of counts over that of independent requests, at least 1. */
	readonly phi: number;
	/** How much more often the canary failed at least, where it was convicted by this signal; else null. */
	readonly harmRatio: number | null;
}

/** `back`: shown to fail as it usually does; `failing`: shown to fail more; `open`: neither is shown. */
export type RecoveryOfSignal = 'back' | 'failing' | 'open';

/** What the rows since a way back, oldest first and none overlapping another, show of one signal at the last of them. It is
 * wrongly `back`, or wrongly `failing`, with the chances below at all rows together. */
export function recoveryOf(rows: readonly RowSince[], rules: RecoveryRules): RecoveryOfSignal {
	const [first] = rows;
	if (!first) return 'open';
	const levels = levelsOf(rules);
	const {back, failing, asked} = rows.reduce<Since>((before, row) => sinceAfter(before, row, rules, levels), {
		clock: firstClock(first.startMs),
		upToMs: first.startMs,
		back: emptyMixture,
		failing: emptyMixture,
		asked: 0,
	});
	if (asked >= leastRows && logMean(failing) >= Math.log(1 / rules.parameters.alpha)) return 'failing';
	return logMean(back) >= Math.log(1 / wronglyBack) ? 'back' : 'open';
}

/** The chance that harm which goes on is called over. */
const wronglyBack = 1 / 200;
/** One row never says that harm goes on: a scrape may go wrong, and connections drain. */
const leastRows = 2;
/** What happened in so long a time that nobody counted says nothing of what comes after it. */
const gapMs = 120_000;

interface Since {
	readonly clock: Clock;
	readonly upToMs: number;
	readonly back: Mixture;
	readonly failing: Mixture;
	/** Rows of this clock with requests. */
	readonly asked: number;
}

interface Levels {
	/** Harm is over once the ratio is shown to be below this. */
	readonly back: number;
	/** What is usual is no more than this. */
	readonly usual: number;
	/** Harm that nobody should miss, beside that. */
	readonly care: number;
}

/** Both levels err on the side of saying nothing, by what is not known of the past. A ratio between them is neither: a
 * past is not the present, and ratios move during a day. */
function levelsOf({parameters, usual, phi, harmRatio}: RecoveryRules): Levels {
	const {low, high} = usual ? levelBounds({...usual, phi}) : {low: 0, high: 1};
	// What the canary did is not usual, it is only the most that may have been.
	const least = usual?.isOfCanary ? 0 : low;
	const {relativeMargin, marginRatio} = parameters;
	const half = harmRatio === null ? Number.POSITIVE_INFINITY : Math.max(0, harmRatio - marginRatio) / 2;
	return {
		// Half of great harm would be great harm.
		back: (1 + relativeMargin) * least + marginRatio + Math.min(half, careRatio(parameters, least)),
		usual: high,
		care: careRatio(parameters, high),
	};
}

function sinceAfter(before: Since, row: RowSince, {parameters, phi}: RecoveryRules, levels: Levels): Since {
	const isAnew = row.startMs - before.upToMs >= gapMs;
	const so = isAnew
		? {...before, clock: nextClock(before.clock, row.startMs), back: emptyMixture, failing: emptyMixture, asked: 0}
		: before;
	const seconds = (row.endMs - row.startMs) / 1000;
	const logWeight = Math.log(startWeight(so.clock, seconds));
	const gains = (bets: readonly number[], ratio: number) => bets.map(bet => gainBeside({...row, phi}, ratio, bet));
	const margin = marginOf({relative: parameters.relativeMargin, ratio: parameters.marginRatio}, row.isWarm);
	const tooMuch = (1 + margin.relative) * levels.usual + margin.ratio + levels.care;
	return {
		clock: clockAfter(so.clock, seconds),
		upToMs: row.endMs,
		back: mixtureAfter(so.back, logWeight, gains(noHarmBets, levels.back)),
		failing: mixtureAfter(so.failing, logWeight, gains(harmBets, tooMuch)),
		asked: so.asked + (row.requests > 0 ? 1 : 0),
	};
}
