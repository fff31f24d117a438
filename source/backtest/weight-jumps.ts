import {contradictsWeight} from '../statistics/binomial-band.ts';

/** Requests of one row; null where it could not be read. */
export interface SplitRow {
	readonly endMs: number;
	readonly canary: {readonly requests: number} | null;
	readonly stable: {readonly requests: number} | null;
}

export interface WeightJump {
	/** The end of the row in which the share changed. */
	readonly atMs: number;
	readonly isUp: boolean;
}

/** Smaller changes are taken for chance, or for pods that come and go. */
const leastPoints = 0.02;
const leastPart = 0.25;

/**
 * When the weight changed, by what was observed: a jump is a row whose share differs from that of the rows since the
 * last jump by 2 points and by a quarter of it, and lies outside the band in which 99 % of rows fall, if the next row
 * with requests does so too and on the same side. One odd row is left out. The first row of a weight is compared with
 * nothing: it holds requests of both.
 */
export function weightJumps(rows: readonly SplitRow[]): readonly WeightJump[] {
	const splits = rows.flatMap(({endMs, canary, stable}) => {
		if (canary === null || stable === null) return [];
		const requests = canary.requests + stable.requests;
		return requests >= 1 ? [{endMs, requests, toVersion: canary.requests}] : [];
	});
	const jumps: WeightJump[] = [];
	let since = {requests: 0, toVersion: 0};
	let isFirst = true;
	for (const [at, split] of splits.entries()) {
		const side = sideOf(since, split);
		const next = splits[at + 1];
		const isJump = side !== 0 && next !== undefined && sideOf(since, next) === side;
		if (isJump) {
			jumps.push({atMs: split.endMs, isUp: side > 0});
			since = {requests: 0, toVersion: 0};
		} else if (side === 0 && !isFirst) {
			since = {requests: since.requests + split.requests, toVersion: since.toVersion + split.toVersion};
		}
		isFirst = false;
	}
	return jumps;
}

interface Split {
	readonly requests: number;
	readonly toVersion: number;
}

/** 1 where the share clearly rose, −1 where it fell, 0 where neither can be told. */
function sideOf(since: Split, split: Split): number {
	if (since.requests === 0) return 0;
	const usual = since.toVersion / since.requests;
	const difference = split.toVersion / split.requests - usual;
	if (Math.abs(difference) < Math.max(leastPoints, leastPart * Math.min(usual, 1 - usual))) return 0;
	return contradictsWeight(usual, split) === true ? Math.sign(difference) : 0;
}
