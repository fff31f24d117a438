import type {SliceDimension} from '../domain/signals/slice-sample.ts';
import {binomialTail} from '../statistics/binomial-tail.ts';

/** One part of both versions' requests since the onset. */
export interface Slice {
	readonly dimension: SliceDimension;
	readonly value: string;
	readonly canaryFailures: number;
	readonly stableFailures: number;
	/** Null for a dimension that only failures have: the proxy's response flags. */
	readonly requests: {readonly canary: number; readonly stable: number} | null;
}

export interface WholeOfSlices {
	readonly canaryFailures: number;
	readonly canaryRequests: number;
	readonly stableFailures: number;
	readonly stableRequests: number;
	/** The variance of counts over that of independent requests. */
	readonly phi: number;
}

/** Parts of the same requests, as one viewpoint counts them, and all of those. */
export interface SlicedWhole {
	readonly whole: WholeOfSlices;
	readonly slices: readonly Slice[];
}

/** "96 % of extra errors: pod x2 (50 % of requests)". */
export interface Concentration {
	readonly dimension: SliceDimension;
	readonly value: string;
	/** Of the canary's extra failures, 0–1. */
	readonly share: number;
	/** Of the canary's requests, 0–1; of stable's failures for a flag. */
	readonly traffic: number;
}

export interface WhereItFails {
	/** One or two, of different dimensions, the most telling first. */
	readonly parts: readonly Concentration[];
	/** The extra failures follow the place where the canary runs, and nothing else. */
	readonly isLikelyNotCode: boolean;
}

const leastFailures = 5;
const leastShare = 0.6;
const leastBeyondTraffic = 0.25;
/** Over all slices together. */
const mostChance = 0.01;
const mostParts = 2;
const places: ReadonlySet<SliceDimension> = new Set(['pod', 'node', 'zone']);
const leastShareOfPlace = 0.8;

/** Where the canary's extra failures are; null where they are not clearly anywhere. Viewpoints count other requests:
 * each has a whole of its own. The chance to be wrong is that of all their slices together. */
export function whereItFails(wholes: readonly SlicedWhole[]): WhereItFails | null {
	const count = wholes.reduce((sum, {slices}) => sum + slices.length, 0);
	const telling = wholes
		.flatMap(one => tellingIn(one, count))
		.toSorted((one, other) => beyondTraffic(other) - beyondTraffic(one));
	const parts = telling
		.filter((part, index) => telling.findIndex(({dimension}) => dimension === part.dimension) === index)
		.slice(0, mostParts);
	if (parts.length === 0) return null;
	return {
		parts,
		isLikelyNotCode: parts.every(({dimension, share}) => places.has(dimension) && share >= leastShareOfPlace),
	};
}

/** How many of the canary's failures it would not have if it failed like stable; null where either has no requests. */
export function extraFailures(whole: WholeOfSlices): number | null {
	const {canaryFailures, canaryRequests, stableFailures, stableRequests} = whole;
	if (!(canaryRequests > 0 && stableRequests > 0)) return null;
	return canaryFailures - (canaryRequests * stableFailures) / stableRequests;
}

function tellingIn({whole, slices}: SlicedWhole, count: number): readonly Concentration[] {
	const excess = extraFailures(whole);
	if (excess === null || !(excess > 0)) return [];
	const flags = slices.filter(({requests}) => requests === null).length;
	return slices
		.map(slice => ({slice, part: concentrationOf({whole, excess, slice, flags})}))
		.filter(({slice, part}) => isTelling(whole, {slice, part, slices: count}))
		.map(({part}) => part);
}

interface Measured {
	readonly whole: WholeOfSlices;
	readonly excess: number;
	readonly slice: Slice;
	/** How many slices are flags. */
	readonly flags: number;
}

function concentrationOf({whole, excess, slice, flags}: Measured): Concentration {
	const {dimension, value, canaryFailures, stableFailures, requests} = slice;
	const ratio = whole.stableFailures / whole.stableRequests;
	// Flags have no requests of their own: what stable has of them is scaled to the canary's requests.
	const usual =
		requests === null
			? (whole.canaryRequests * stableFailures) / whole.stableRequests
			: requests.canary * usualRatio({ratio, failures: stableFailures, requests: requests.stable});
	const traffic =
		requests === null
			? (stableFailures + 0.5) / (whole.stableFailures + 0.5 * flags)
			: requests.canary / whole.canaryRequests;
	return {dimension, value, share: Math.min(1, Math.max(0, (canaryFailures - usual) / excess)), traffic};
}

/** Stable's ratio in a slice, drawn towards that of all; that of all where stable has no such slice, as for pods. */
function usualRatio(stable: {readonly ratio: number; readonly failures: number; readonly requests: number}): number {
	if (!(stable.requests > 0 && stable.ratio > 0)) return stable.ratio;
	return (stable.failures + 5) / (stable.requests + 5 / stable.ratio);
}

function isTelling(
	{canaryFailures, phi}: WholeOfSlices,
	{slice, part, slices}: {readonly slice: Slice; readonly part: Concentration; readonly slices: number},
): boolean {
	if (slice.canaryFailures < leastFailures || part.share < leastShare) return false;
	if (beyondTraffic(part) < leastBeyondTraffic) return false;
	const chance = binomialTail(
		{trials: roundHalfEven(canaryFailures / phi), chance: part.traffic},
		roundHalfEven(slice.canaryFailures / phi),
	);
	return chance <= mostChance / slices;
}

function beyondTraffic({share, traffic}: Concentration): number {
	return share - traffic;
}

// Halves are common, as φ is often 2, and must not lean to one side.
function roundHalfEven(value: number): number {
	const floor = Math.floor(value);
	if (value - floor !== 0.5) return Math.round(value);
	return floor % 2 === 0 ? floor : floor + 1;
}
