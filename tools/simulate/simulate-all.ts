import type {Figures} from './figures.ts';
import {harmWorlds} from './harm-worlds.ts';
import {harmlessWorlds} from './harmless-worlds.ts';
import {judgedBy} from './judged-by.ts';
import {recoveryWorlds} from './recovery-worlds.ts';
import {simulateHarm, simulateRecovery} from './simulate-harm.ts';
import {simulateHarmless, simulateTogether} from './simulate-harmless.ts';

export interface Simulation {
	readonly seed: number;
	/** Of each harmless row; the others take a part of that. */
	readonly runs: number;
	/** Is told what is simulated next. */
	readonly onRow: (name: string) => void;
}

/** All that `npm run simulate` finds: the same for the same seed and number of runs. */
export function simulateAll({seed, runs, onRow}: Simulation): Figures {
	const part = (share: number) => ({seed, runs: Math.max(1, Math.round(runs * share))});
	const each = <World, Figure>(worlds: readonly World[], nameOf: (world: World) => string, of: (w: World) => Figure) =>
		worlds.map(world => {
			onRow(nameOf(world));
			return of(world);
		});
	return {
		seed,
		runs,
		judgedBy,
		harmless: each(
			harmlessWorlds,
			({name}) => name,
			world => simulateHarmless(world, {seed, runs, runsWithout: part(0.2).runs}),
		),
		together: each(
			[100, 1_000],
			rate => `four signals, ${rate} rps`,
			rate => simulateTogether(rate, part(0.4)),
		),
		harm: each(
			harmWorlds,
			({name, requestsPerSecond}) => `${name}, ${requestsPerSecond} rps`,
			world => simulateHarm(world, part(0.2)),
		),
		recovery: each(
			recoveryWorlds,
			({name}) => name,
			world => simulateRecovery(world, part(0.1)),
		),
	};
}
