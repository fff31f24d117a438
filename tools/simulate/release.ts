import {assertNever} from '../../source/domain/result.ts';
import type {PodCounts} from '../../source/judge/counts/dispersion.ts';
import {type CountedPods, counterOf, type Pods} from './counting.ts';
import {bursts, factor, poisson} from './draws.ts';
import type {Random} from './random.ts';
import {canaryPods, pastSeconds, releaseSeconds, rowSeconds, stablePods, type World} from './world.ts';

/** One look at both versions. */
export interface LookedAt {
	readonly endMs: number;
	readonly canary: Pods;
	readonly stable: Pods;
	/** The weight has changed, or a pod of the canary has begun anew. */
	readonly isRestart: boolean;
	readonly isWarm: boolean;
}

export interface Release {
	/** Stable's pods in the hour before. */
	readonly past: PodCounts;
	/** Drawn as they are asked for. */
	readonly rows: Iterable<LookedAt>;
}

/** A release as it may go in a world. What is counted of a pod in a row is drawn at once, not request by request: failed
 * requests and others are Poisson counts, so that among the requests of a row each fails independently. */
export function releaseIn(world: World, random: Random): Release {
	const stable = versionIn(world, random, {pods: stablePods, ratioAt: world.stableRatioAt});
	const past = [];
	for (let seconds = -pastSeconds; seconds < 0; seconds += rowSeconds) past.push(stable(seconds, 1));
	return {
		past: {failures: past.map(({failures}) => failures), requests: past.map(({requests}) => requests)},
		rows: rowsOf(world, random, stable),
	};
}

function* rowsOf(world: World, random: Random, stable: Version): Iterable<LookedAt> {
	const canary = versionIn(world, random, {pods: canaryPods, ratioAt: world.canaryRatioAt});
	let warmUntil = world.warmSeconds;
	for (let seconds = 0; seconds < releaseSeconds; seconds += rowSeconds) {
		const weight = world.weightAt(seconds);
		const counted = canary(seconds, weight);
		if (counted.hasRestarted) warmUntil = seconds + restartWarmSeconds;
		yield {
			endMs: (seconds + rowSeconds) * 1000,
			canary: counted,
			stable: stable(seconds, 1 - weight),
			isRestart: counted.hasRestarted || weight !== world.weightAt(seconds - rowSeconds),
			isWarm: seconds < warmUntil,
		};
	}
}

const restartWarmSeconds = 60;
const requestsOfRetry = 3;
const burstSize = 5;

/** What is counted in the row that begins then, of a version with that share of requests. */
type Version = (seconds: number, share: number) => CountedPods;

interface PodsOf {
	readonly pods: number;
	readonly ratioAt: (seconds: number, pod: number) => number;
}

function versionIn(world: World, random: Random, {pods, ratioAt}: PodsOf): Version {
	const {lasting, inEachRow} = world.podsDiffer;
	const factors = Array.from({length: pods}, () => factor(random, lasting));
	const count = counterOf(world.counting, random);
	return (seconds, share) => {
		const requestsOfPod = (world.requestsPerSecond * share * rowSeconds) / pods;
		const [failures, requests]: [number[], number[]] = [[], []];
		for (const [pod, ofPod] of factors.entries()) {
			const ratio = Math.min(1, ratioAt(seconds, pod) * ofPod * factor(random, inEachRow));
			const failed = failuresIn(world, random, requestsOfPod * ratio);
			failures.push(failed);
			requests.push(failed + poisson(random, requestsOfPod * (1 - ratio)));
		}
		return count({failures, requests});
	};
}

function failuresIn({failures}: World, random: Random, mean: number): number {
	switch (failures) {
		case 'single':
			return poisson(random, mean);
		case 'inBursts':
			return bursts(random, {mean, size: burstSize});
		case 'retried':
			return requestsOfRetry * poisson(random, mean / requestsOfRetry);
		default:
			return assertNever(failures);
	}
}
