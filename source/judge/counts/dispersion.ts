import {unknownPhi} from './evidence-row.ts';

/** Failures and requests of stable's pods: a list for each row, oldest first, with an element for each pod. */
export interface PodCounts {
	readonly failures: readonly (readonly number[])[];
	readonly requests: readonly (readonly number[])[];
}

/** The ratio at which each pod usually fails, drawn towards that of all: as if it had ten more failures at that one. */
export function podLevels(counts: PodCounts): readonly number[] {
	const {failures, requests} = sumOf(counts);
	const all = total(requests);
	const ratio = Math.max(leastRatio, all > 0 ? total(failures) / all : 0);
	return requests.map((ofPod, pod) => ((failures[pod] ?? 0) + 10) / (ofPod + 10 / ratio));
}

/** φ: how many times more the counts of stable's pods vary around their levels than independent failures would, at
 * least 1. Over blocks of rows as well, because bursts last. Compared within each block, so that an incident which all
 * pods share leaves it alone. */
export function phiOfPods(counts: PodCounts): number {
	const levels = podLevels(counts);
	const rows = counts.failures.length;
	const phis = blockSizes.flatMap(size => {
		const blocks = Math.floor(rows / size);
		if (blocks < 2) return [];
		const spread = sumSpread(
			Array.from({length: blocks}, (_, block) =>
				spreadOf(sumOf(sliceOf(counts, block * size, (block + 1) * size)), levels),
			),
		);
		return [((spread.squares * blocks) / (blocks - 1) + 15 * size) / (spread.expected + 10 * size)];
	});
	return phis.length === 0 ? unknownPhi : Math.max(1, ...phis);
}

/** φ of one row: that of the hour before the canary, or more where stable's pods vary more in the last rows. */
export function phiNow(
	counts: PodCounts,
	{levels, phi}: {readonly levels: readonly number[]; readonly phi: number},
): number {
	const recent = sliceOf(counts, Math.max(0, counts.failures.length - recentRows), counts.failures.length);
	const spread = sumSpread(
		recent.failures.map((failures, row) => spreadOf({failures, requests: recent.requests[row] ?? []}, levels)),
	);
	return Math.max(phi, (spread.squares + 20 * phi) / (spread.expected + 20));
}

/** φ where pods are not told apart: from how much neighbouring rows of one version differ. */
export function phiOverTime(failures: readonly number[], requests: readonly number[]): number {
	let squares = 0;
	let expected = 0;
	for (let row = 0; row + 1 < failures.length; row += 2) {
		const [first, second] = [requests[row] ?? 0, requests[row + 1] ?? 0];
		if (!(first + second > 0)) continue;
		const [failed, share] = [failures[row] ?? 0, first / (first + second)];
		const usual = (failed + (failures[row + 1] ?? 0)) * share;
		squares += (failed - usual) ** 2;
		expected += usual * (1 - share);
	}
	return Math.max(1, (squares + 15) / (expected + 10));
}

const leastRatio = 1e-9;
/** Rows. */
const blockSizes = [1, 4, 20] as const;
const recentRows = 8;

/** The counts of each pod. */
interface Pods {
	readonly failures: readonly number[];
	readonly requests: readonly number[];
}

interface Spread {
	/** Squared differences from what was expected. */
	readonly squares: number;
	/** What they would be if failures were independent. */
	readonly expected: number;
}

function spreadOf({failures, requests}: Pods, levels: readonly number[]): Spread {
	const failed = total(failures);
	const parts = requests.map((ofPod, pod) => ofPod * (levels[pod] ?? 0));
	const all = total(parts);
	if (!(failed > 0 && all > 0)) return {squares: 0, expected: 0};
	return sumSpread(
		parts.map((part, pod) => {
			const usual = (failed * part) / all;
			return {squares: ((failures[pod] ?? 0) - usual) ** 2, expected: usual * (1 - usual / failed)};
		}),
	);
}

function sumSpread(spreads: readonly Spread[]): Spread {
	return {squares: total(spreads.map(({squares}) => squares)), expected: total(spreads.map(({expected}) => expected))};
}

function sliceOf({failures, requests}: PodCounts, from: number, to: number): PodCounts {
	return {failures: failures.slice(from, to), requests: requests.slice(from, to)};
}

/** The sums of each pod over all rows. */
export function sumOf({failures, requests}: PodCounts): Pods {
	return {failures: columnSums(failures), requests: columnSums(requests)};
}

function columnSums(rows: readonly (readonly number[])[]): readonly number[] {
	return (rows[0] ?? []).map((_, column) => total(rows.map(row => row[column] ?? 0)));
}

export function total(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0);
}
