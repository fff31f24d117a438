import {mostPerRow} from './log-evidence.ts';

/** What one version did before the release: failures among requests, and how much more counts vary than Poisson's. */
export interface Past {
	readonly failures: number;
	readonly requests: number;
	readonly phi: number;
}

/** With fewer requests the past bounds nothing. */
export const leastPastRequests = 500;

/** The failure ratio that a version exceeds only if it fails clearly more than in the past: twice the past's upper
 * bound, and half a percent. Null where the past has too few requests. */
export function pastBound(past: Past): number | null {
	return past.requests >= leastPastRequests ? 2 * levelBounds(past).high + 0.005 : null;
}

/** Between which failure ratios a version was in the past: each bound is wrong with a chance of about 1 in 100. The past
 * must have requests. */
export function levelBounds({failures, requests, phi}: Past): {readonly low: number; readonly high: number} {
	const reach = 2.33 * Math.sqrt(phi * failures);
	return {low: Math.max(0, (failures - reach) / requests), high: (failures + reach + 2.7 * phi) / requests};
}

/** Whether one version by itself fails above a known ratio: switched on by evidence that it does, and off by evidence
 * that it does not. */
export interface LevelSwitch {
	readonly isOn: boolean;
	/** What each bet has won against the present position. */
	readonly sums: readonly number[];
}

const bets = [1.2, 1.5, 2, 4, 10, 40] as const;

export const switchedOff: LevelSwitch = {isOn: false, sums: bets.map(() => 0)};

export interface Level {
	/** The known ratio, 0–1. */
	readonly ratio: number;
	/** The evidence that switches: on average at least so many rows pass before it does so wrongly. */
	readonly need: number;
}

export interface OneVersion {
	readonly failures: number;
	readonly requests: number;
	readonly phi: number;
}

/** What a bet gains by one row, as a logarithm. Its mean is at most 1 while the version's ratio is at most the known one,
 * for a bet above 1, and while it is at least that, for one below 1. */
export function gainBeside({failures, requests, phi}: OneVersion, ratio: number, bet: number): number {
	return Math.min(mostPerRow, (failures * Math.log(bet) - requests * ratio * (bet - 1)) / phi);
}

/** The switch after one more row. */
export function switchAfter(
	before: LevelSwitch,
	{failures, requests, phi}: OneVersion,
	{ratio, need}: Level,
): LevelSwitch {
	const sums = before.sums.map((sum, index) => {
		const bet = before.isOn ? 1 / (bets[index] ?? 1) : (bets[index] ?? 1);
		return (sum + 1) * Math.exp(gainBeside({failures, requests, phi}, ratio, bet));
	});
	const mean = sums.reduce((total, sum) => total + sum, 0) / sums.length;
	return mean >= need ? {...switchedOff, isOn: !before.isOn} : {isOn: before.isOn, sums};
}
