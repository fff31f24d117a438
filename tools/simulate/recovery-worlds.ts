import {releaseSeconds, type World, worldOf} from './world.ts';

/** A kind of release in which the canary does harm from the start and stops after some time. */
export interface RecoveryWorld {
	readonly name: string;
	readonly harmSeconds: number;
	readonly world: World;
}

const few = {name: '+5 points at 100 rps', requestsPerSecond: 100, excess: 0.05};
const many = {name: '+1 point at 1,000 rps', requestsPerSecond: 1_000, excess: 0.01};

export const recoveryWorlds: readonly RecoveryWorld[] = [few, many].flatMap(({name, requestsPerSecond, excess}) =>
	[300, 3_600].map(harmSeconds => ({
		name: `${name} for ${harmSeconds / 60} min`,
		harmSeconds,
		world: worldOf({
			requestsPerSecond,
			canaryRatioAt: seconds => 0.005 + (seconds < Math.min(harmSeconds, releaseSeconds) ? excess : 0),
		}),
	})),
);
