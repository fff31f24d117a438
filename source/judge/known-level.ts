/** What one version did before the release: failures among requests, and how much more counts vary than Poisson's. */
export interface Past {
	readonly failures: number;
	readonly requests: number;
	readonly phi: number;
}

/** With fewer requests the past bounds nothing. */
const leastPastRequests = 500;

/** The failure ratio that a version exceeds only if it fails clearly more than in the past: twice the past's upper
 * bound, and half a percent. Null where the past has too few requests. */
export function pastBound({failures, requests, phi}: Past): number | null {
	if (!(requests >= leastPastRequests)) return null;
	return (2 * (failures + 2.33 * Math.sqrt(phi * failures) + 2.7 * phi)) / requests + 0.005;
}

/** Whether one version by itself fails above a known ratio: switched on by evidence that it does, and off by evidence
 * that it does not. */
export interface LevelSwitch {
	readonly isOn: boolean;
	/** What each bet has won against the present position. */
	readonly sums: readonly number[];
}

const bets = [1.2, 1.5, 2, 4, 10, 40] as const;
const mostPerRow = 4;

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

/** The switch after one more row. */
export function switchAfter(
	before: LevelSwitch,
	{failures, requests, phi}: OneVersion,
	{ratio, need}: Level,
): LevelSwitch {
	const sums = before.sums.map((sum, index) => {
		const bet = before.isOn ? 1 / (bets[index] ?? 1) : (bets[index] ?? 1);
		const gained = (failures * Math.log(bet) - requests * ratio * (bet - 1)) / phi;
		return (sum + 1) * Math.exp(Math.min(mostPerRow, gained));
	});
	const mean = sums.reduce((total, sum) => total + sum, 0) / sums.length;
	return mean >= need ? {...switchedOff, isOn: !before.isOn} : {isOn: before.isOn, sums};
}
