import type {Signal} from '../../source/judge/signal-parameters.ts';
import {type LatencyWorld, usualShareAbove} from './latency-release.ts';
import {type World, worldOf} from './world.ts';

/** A kind of release in which the canary does harm. */
export type HarmWorld = {
	readonly name: string;
	readonly requestsPerSecond: number;
	/** Seconds after the start of the release. */
	readonly onsetSeconds: number;
} & (
	| {readonly kind: 'oneSignal'; readonly signal: Signal; readonly world: World}
	| {readonly kind: 'fourSignals'; readonly world: LatencyWorld}
);

export const harmWorlds: readonly HarmWorld[] = [
	...more({name: '+0.1 points on 0.5 %', stableRatio: 0.005, excess: 0.001}, [1_000]),
	...more({name: '+0.1 points on 0.1 %', stableRatio: 0.001, excess: 0.001}, [1_000, 10_000]),
	...more({name: '+0.5 points on 0.5 %', stableRatio: 0.005, excess: 0.005}, [100, 1_000]),
	...more({name: '+1 point', stableRatio: 0.005, excess: 0.01}, [10, 100, 1_000]),
	...more({name: '+5 points', stableRatio: 0.005, excess: 0.05}, [10, 100, 1_000]),
	{
		...oneSignal('+1 point after 20 min', {canaryRatioAt: seconds => (seconds < 1_200 ? 0.005 : 0.015)}),
		onsetSeconds: 1_200,
	},
	oneSignal('+1 point, failures in bursts of 5', {canaryRatioAt: () => 0.015, failures: 'inBursts'}),
	...[100, 1_000].map(requestsPerSecond =>
		oneSignal('one of 2 pods +2 points', {
			requestsPerSecond,
			canaryRatioAt: (_seconds, pod) => (pod === 0 ? 0.025 : 0.005),
		}),
	),
	...more({name: 'slow share from 5 to 8 %', signal: 'slow', stableRatio: 0.05, excess: 0.03}, [100, 1_000]),
	...[100, 1_000].map(
		(requestsPerSecond): HarmWorld => ({
			name: '3 % of requests take 800 ms more',
			requestsPerSecond,
			onsetSeconds: 0,
			kind: 'fourSignals',
			world: {
				requestsPerSecond,
				canaryShareAbove: ms => 0.97 * usualShareAbove(ms) + 0.03 * usualShareAbove(ms - 800),
			},
		}),
	),
];

interface Excess {
	readonly name: string;
	readonly signal?: Signal;
	readonly stableRatio: number;
	readonly excess: number;
}

/** The same harm at several rates. */
function more({name, signal, stableRatio, excess}: Excess, rates: readonly number[]): readonly HarmWorld[] {
	return rates.map(requestsPerSecond => {
		const world = {
			requestsPerSecond,
			stableRatioAt: () => stableRatio,
			canaryRatioAt: () => stableRatio + excess,
		};
		return oneSignal(name, world, signal);
	});
}

function oneSignal(name: string, different: Partial<World>, signal: Signal = 'errors') {
	const world = worldOf(different);
	const {requestsPerSecond} = world;
	return {name, requestsPerSecond, onsetSeconds: 0, kind: 'oneSignal', signal, world} as const;
}
