import {type Refusal, refuse} from '../../domain/release/refusal.ts';
import {ok, type Result} from '../../domain/result.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {WeightScale} from './route-kind.ts';

/** The Gateway API allows no weight above this, and no other kind needs one. */
const largestTotal = 1_000_000;

/**
 * New weights of all destinations: the one at index `at` gets its percentage, and the others share the rest in
 * their present proportion. If the others have no weight now, `heir` takes the rest. The sum is the scale's,
 * and never 0.
 */
export function shareWeights(request: {
	/** The weights that count now. */
	readonly weights: readonly number[];
	readonly at: number;
	readonly percent: number;
	/** The index of the destination that takes the rest if no other destination has a weight; null if it is unknown. */
	readonly heir: number | null;
	readonly scale: WeightScale;
}): Result<readonly number[], Refusal> {
	const {weights, at, percent, scale} = request;
	const others = weights.map((_, index) => index).filter(index => index !== at);
	const perUnit = 10 ** scale.decimals;
	const total = totalOf(weights, percent, scale) * perUnit;
	const own = Math.round((total * percent) / 100);
	if (scale.total === 'fixed' && own * 100 !== total * percent) {
		return refuse('weights-impossible', safe`no whole weight of ${total} is ${percent}%: choose another percentage`);
	}
	const rest = total - own;
	const claims = others.map(index => weights[index] ?? 0);
	const heir = others.length === 1 ? 0 : others.indexOf(request.heir ?? -1);
	if (rest > 0 && claims.every(claim => claim === 0) && heir === -1) {
		return refuse('weights-impossible', safe`no other destination has a weight: which one takes the rest is not known`);
	}
	const shares = claims.every(claim => claim === 0)
		? others.map((_, index) => (index === heir ? rest : 0))
		: apportioned(rest, claims);
	const units = weights.map((_, index) => (index === at ? own : (shares[others.indexOf(index)] ?? 0)));
	const exact = scale.isSummedAsFloat32 ? addingUp(units, others, total, perUnit) : units;
	if (exact === null)
		return refuse(
			'weights-impossible',
			safe`no weights near ${percent}% add up to exactly 100: choose another percentage`,
		);
	return ok(exact.map(unit => unit / perUnit));
}

/** The present sum if it can express the percentage in whole weights, else 100: weights are relative. */
function totalOf(weights: readonly number[], percent: number, {total}: WeightScale): number {
	const sum = weights.reduce((all, weight) => all + weight, 0);
	if (total === 'fixed') return sum;
	const isKept = total === 'kept' && weights.every(Number.isInteger) && sum > 0 && sum <= largestTotal;
	return isKept && Number.isInteger((sum * percent) / 100) ? sum : 100;
}

/** Whole parts in proportion to the claims, by largest remainder. */
function apportioned(whole: number, claims: readonly number[]): readonly number[] {
	const sum = claims.reduce((all, claim) => all + claim, 0);
	const exact = claims.map(claim => (whole * claim) / sum);
	const parts = exact.map(Math.floor);
	const missing = whole - parts.reduce((all, part) => all + part, 0);
	const byRemainder = exact
		.map((share, index) => ({index, remainder: share - Math.floor(share)}))
		.toSorted((one, other) => other.remainder - one.remainder || one.index - other.index);
	for (const {index} of byRemainder.slice(0, missing)) parts[index] = (parts[index] ?? 0) + 1;
	return parts;
}

/**
 * The same parts, with one unit moved between two of the others if the 32-bit sum would miss the total; null if
 * that does not help.
 */
function addingUp(
	units: readonly number[],
	others: readonly number[],
	total: number,
	perUnit: number,
): readonly number[] | null {
	const isExact = (parts: readonly number[]) =>
		parts.reduce((sum, part) => Math.fround(sum + Math.fround(part / perUnit)), 0) === total / perUnit;
	if (isExact(units)) return units;
	for (const from of others) {
		for (const to of others) {
			if (from === to || (units[from] ?? 0) < 1) continue;
			const moved = units.with(from, (units[from] ?? 0) - 1).with(to, (units[to] ?? 0) + 1);
			if (isExact(moved)) return moved;
		}
	}
	return null;
}
