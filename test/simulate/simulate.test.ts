import {expect, test} from 'vitest';
import {type HarmWorld, harmWorlds} from '../../tools/simulate/harm-worlds.ts';
import {type HarmlessWorld, harmlessWorlds} from '../../tools/simulate/harmless-worlds.ts';
import {recoveryWorlds} from '../../tools/simulate/recovery-worlds.ts';
import {simulateHarm, simulateRecovery} from '../../tools/simulate/simulate-harm.ts';
import {simulateHarmless, simulateTogether} from '../../tools/simulate/simulate-harmless.ts';

// Few runs: what the full simulation finds in thousands stands in docs/judgement.md.

test('does not call a harmless canary worse, and finds that other rules do', () => {
	const runs = {seed: 1, runs: 6, runsWithout: 0};
	const constant = simulateHarmless(harmless('constant, 100 rps'), runs);
	expect(constant).toMatchObject({runs: 6, alarms: {perch: 0, newcombe: 6, argo: 6, flagger: 6}, without: null});
	const inBursts = simulateHarmless(harmless('failures in bursts of 5 on average'), {...runs, runsWithout: 6});
	expect(inBursts.alarms.perch).toBe(0);
	// Taken for independent ones, such failures convict.
	expect(inBursts.without?.alarms).toBeGreaterThan(0);
	expect(simulateTogether(100, {seed: 1, runs: 1}).alarms).toBe(0);
});

test('calls a harmful canary worse within minutes', () => {
	const {perch, argo, flagger} = simulateHarm(harm('+1 point', 1_000), {seed: 1, runs: 20}).minutes;
	expect(perch?.median).toBeGreaterThanOrEqual(0.5);
	expect(perch?.median).toBeLessThanOrEqual(2);
	expect(perch?.most95).toBeLessThanOrEqual(4);
	expect([argo?.median, flagger?.median]).toEqual([3, 5]);
	const slow = simulateHarm(harm('3 % of requests take 800 ms more', 1_000), {seed: 1, runs: 2}).minutes;
	expect(slow.perch?.most95).toBeLessThanOrEqual(3);
});

test('counts from when harm begins', () => {
	const {perch} = simulateHarm(harm('+1 point after 20 min', 1_000), {seed: 1, runs: 5}).minutes;
	expect(perch?.median).toBeGreaterThan(0);
	expect(perch?.median).toBeLessThanOrEqual(4);
});

test('clears a canary after its harm has ended, and not before', () => {
	for (const world of recoveryWorlds) {
		const {convicted, clearedTooSoon, minutes} = simulateRecovery(world, {seed: 1, runs: 2});
		expect({convicted, clearedTooSoon}).toEqual({convicted: 2, clearedTooSoon: 0});
		expect(minutes.most95).toBeLessThanOrEqual(10);
	}
});

test('finds the same with the same seed, and something else with another one', () => {
	const found = (seed: number) => simulateHarm(harm('+1 point', 100), {seed, runs: 5});
	expect(found(1)).toEqual(found(1));
	expect(found(2)).not.toEqual(found(1));
});

function harmless(wanted: string): HarmlessWorld {
	return found(harmlessWorlds.find(({name}) => name === wanted));
}

function harm(wanted: string, rate: number): HarmWorld {
	return found(harmWorlds.find(({name, requestsPerSecond}) => name === wanted && requestsPerSecond === rate));
}

function found<World>(world: World | undefined): World {
	if (world === undefined) throw new Error('no such world');
	return world;
}
