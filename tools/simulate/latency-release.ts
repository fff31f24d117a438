import {total} from '../../source/judge/counts/dispersion.ts';
import type {Pods} from './counting.ts';
import {poisson} from './draws.ts';
import type {Random} from './random.ts';
import {canaryPods, pastSeconds, releaseSeconds, rowSeconds, stablePods} from './world.ts';

/** A release whose requests take time: the share (0–1) of each version's requests that take longer than that. */
export interface LatencyWorld {
	readonly requestsPerSecond: number;
	readonly canaryShareAbove: (ms: number) => number;
}

/** Upper bounds of the histogram, before the last one to infinity. */
export const boundsMs: readonly number[] = [10, 25, 50, 100, 250, 500, 1_000, 2_500];

/** A usual service: half of its requests take more than 66 ms, 5 % more than 250 ms, 1.1 % more than 500 ms. */
export function usualShareAbove(ms: number): number {
	return ms <= 0 ? 1 : 1 / (1 + (ms / 65.6) ** 2.2);
}

/** What the pods of a version did: requests of each pod in each bucket, and those that failed. A request that failed was
 * fast. */
export interface TimedPods {
	readonly failures: readonly number[];
	readonly buckets: readonly (readonly number[])[];
}

export interface TimedRow {
	readonly endMs: number;
	readonly canary: TimedPods;
	readonly stable: TimedPods;
}

export interface TimedRelease {
	readonly past: readonly TimedPods[];
	readonly rows: Iterable<TimedRow>;
}

const failedRatio = 0.005;
const weight = 0.05;

export function latencyRelease(world: LatencyWorld, random: Random): TimedRelease {
	const stable = versionOf(random, {
		requestsOfPod: (world.requestsPerSecond * (1 - weight) * rowSeconds) / stablePods,
		pods: stablePods,
		shareAbove: usualShareAbove,
	});
	const canary = versionOf(random, {
		requestsOfPod: (world.requestsPerSecond * weight * rowSeconds) / canaryPods,
		pods: canaryPods,
		shareAbove: world.canaryShareAbove,
	});
	return {past: Array.from({length: pastSeconds / rowSeconds}, stable), rows: rowsOf(canary, stable)};
}

function* rowsOf(canary: () => TimedPods, stable: () => TimedPods): Iterable<TimedRow> {
	for (let seconds = rowSeconds; seconds <= releaseSeconds; seconds += rowSeconds) {
		yield {endMs: seconds * 1000, canary: canary(), stable: stable()};
	}
}

interface VersionOf {
	readonly requestsOfPod: number;
	readonly pods: number;
	readonly shareAbove: (ms: number) => number;
}

function versionOf(random: Random, {requestsOfPod, pods, shareAbove}: VersionOf): () => TimedPods {
	const above = [1, ...boundsMs.map(shareAbove), 0];
	const shares = above.slice(1).map((share, bucket) => (above[bucket] ?? 0) - share);
	const [failed, others] = [requestsOfPod * failedRatio, requestsOfPod * (1 - failedRatio)];
	return () => {
		const failures = Array.from({length: pods}, () => poisson(random, failed));
		const buckets = failures.map(ofPod =>
			shares.map((share, bucket) => (bucket === 0 ? ofPod : 0) + poisson(random, others * share)),
		);
		return {failures, buckets};
	};
}

export function failedOf({failures, buckets}: TimedPods): Pods {
	return {failures, requests: buckets.map(total)};
}

/** Requests that took longer than that bound in the place of failures. */
export function slowerOf({buckets}: TimedPods, boundMs: number): Pods {
	const first = boundsMs.indexOf(boundMs) + 1;
	return {failures: buckets.map(ofPod => total(ofPod.slice(first))), requests: buckets.map(total)};
}

/** Requests of all pods at or below each bound, the last of them all requests. */
export function cumulativeOf({buckets}: TimedPods): readonly number[] {
	let sum = 0;
	return [...boundsMs, Number.POSITIVE_INFINITY].map((_, bucket) => {
		for (const ofPod of buckets) sum += ofPod[bucket] ?? 0;
		return sum;
	});
}
