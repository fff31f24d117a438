import {preferredViewpoint, type Viewpoint} from '../../../domain/signals/signals.ts';
import {extraFailures, type Slice, type SlicedWhole, type WholeOfSlices} from '../../../judge/where-it-fails.ts';
import type {VersionSlice} from './version-slices.ts';

/** A viewpoint that sees less of the harm than this does not tell where it is: what never reached a pod has none. */
const leastSeen = 0.75;

/** The parts of each dimension with their whole, both of one viewpoint: the row's own if it names parts, else another that
 * sees the same harm. */
export function slicedWholes(
	slices: readonly VersionSlice[],
	{viewpoint, phi}: {readonly viewpoint: Viewpoint; readonly phi: number},
): readonly SlicedWhole[] {
	const ofRow = slices.filter(slice => slice.viewpoint === viewpoint);
	// The samples of any one dimension are all of the row's requests.
	const first = ofRow[0]?.dimension;
	const whole = wholeOf(
		ofRow.filter(({dimension}) => dimension === first),
		phi,
	);
	return [...Map.groupBy(slices, ({dimension}) => dimension).values()].flatMap(all => {
		const chosen = viewpointNaming(all, viewpoint);
		const own = all.filter(slice => slice.viewpoint === chosen);
		const told = {whole: wholeOf(own, phi), slices: partsOf(own)};
		return told.slices.length === 0 || (chosen !== viewpoint && !seesHarm(told.whole, whole)) ? [] : [told];
	});
}

/** The viewpoint whose series name parts of this dimension; null where none do. */
function viewpointNaming(slices: readonly VersionSlice[], own: Viewpoint): Viewpoint | null {
	const requests = new Map<Viewpoint, number>();
	for (const {viewpoint, value, requests: more} of slices) {
		if (value !== null) requests.set(viewpoint, (requests.get(viewpoint) ?? 0) + more);
	}
	return requests.has(own) ? own : preferredViewpoint(requests);
}

function wholeOf(slices: readonly VersionSlice[], phi: number): WholeOfSlices {
	const {canary, stable} = sumsOf(slices);
	return {
		canaryFailures: canary.failures,
		canaryRequests: canary.requests,
		stableFailures: stable.failures,
		stableRequests: stable.requests,
		phi,
	};
}

/** The parts that the canary has requests in; of a flag, those with failures. */
function partsOf(slices: readonly VersionSlice[]): readonly Slice[] {
	return [...Map.groupBy(slices, ({value}) => value)].flatMap(([value, own]) => {
		const [{dimension} = {dimension: null}] = own;
		const {canary, stable} = sumsOf(own);
		if (value === null || dimension === null) return [];
		const isFlag = dimension === 'flag';
		if (isFlag ? canary.failures + stable.failures === 0 : canary.requests === 0) return [];
		const failures = {canaryFailures: canary.failures, stableFailures: stable.failures};
		const requests = isFlag ? null : {canary: canary.requests, stable: stable.requests};
		return [{dimension, value, ...failures, requests}];
	});
}

function sumsOf(slices: readonly VersionSlice[]) {
	const sums = {canary: {requests: 0, failures: 0}, stable: {requests: 0, failures: 0}};
	for (const {version, requests, failures} of slices) {
		sums[version].requests += requests;
		sums[version].failures += failures;
	}
	return sums;
}

function seesHarm(seen: WholeOfSlices, all: WholeOfSlices): boolean {
	const [part, whole] = [seen, all].map(one => (extraFailures(one) ?? 0) / one.canaryRequests);
	return part !== undefined && whole !== undefined && whole > 0 && part >= leastSeen * whole;
}
