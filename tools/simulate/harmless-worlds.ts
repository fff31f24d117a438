import type {LeftOut} from './perch-rule.ts';
import {releaseSeconds, type World, worldOf} from './world.ts';

/** A kind of release in which the canary is as good as stable. */
export interface HarmlessWorld {
	readonly name: string;
	readonly world: World;
	/** What is there for this kind of release: how often it would be called worse without. */
	readonly without: Exclude<LeftOut, 'nothing'> | null;
}

export const harmlessWorlds: readonly HarmlessWorld[] = [
	...[10, 100, 1_000, 10_000].map(requestsPerSecond =>
		harmless(`constant, ${requestsPerSecond.toLocaleString('en')} rps`, {requestsPerSecond}),
	),
	harmless('both drift from 0.2 to 1 % and back, as over a day', {stableRatioAt: dailyDrift}),
	harmless('5 → 20 → 50 % while both go from 0.2 to 1 %', {
		weightAt: seconds => [0.05, 0.2, 0.5][Math.floor((3 * seconds) / releaseSeconds)] ?? 0.5,
		stableRatioAt: seconds => 0.002 + 0.008 * (Math.max(0, seconds) / releaseSeconds),
	}),
	harmless('both at 20 % for 10 min', {stableRatioAt: incident}),
	harmless('the same, and each pod ±30 % in each row', {
		stableRatioAt: incident,
		podsDiffer: {lasting: 0, inEachRow: 0.3},
		without: 'phi',
	}),
	harmless('failures in bursts of 5 on average', {failures: 'inBursts', without: 'phi'}),
	harmless('each failed call made three times', {failures: 'retried', without: 'phi'}),
	...[0.3, 0.6].map(lasting =>
		harmless(`2 beside 20 pods that differ by ±${lasting * 100} % for good`, {
			podsDiffer: {lasting, inEachRow: 0},
			without: 'podMargin',
		}),
	),
	harmless('cold start: 5 % for 60 s', {
		canaryRatioAt: seconds => (seconds < 60 ? 0.05 : 0.005),
		warmSeconds: 60,
	}),
	harmless('windows of increase() that overlap', {counting: 'overlapping', without: 'phi'}),
	harmless('late scrapes, counters that are reset', {counting: 'lateOrLost'}),
];

function harmless(
	name: string,
	{without = null, ...different}: Partial<World & Pick<HarmlessWorld, 'without'>>,
): HarmlessWorld {
	return {name, world: worldOf(different), without};
}

/** All that a day does, within the release: a slower drift is easier. */
function dailyDrift(seconds: number): number {
	return 0.006 - 0.004 * Math.cos((2 * Math.PI * seconds) / releaseSeconds);
}

function incident(seconds: number): number {
	return seconds >= 3_600 && seconds < 4_200 ? 0.2 : 0.005;
}
