import {total} from '../../source/judge/counts/dispersion.ts';
import {compareProportions, type Tally} from '../../source/statistics/compare-proportions.ts';
import {isBeyondChance} from './beyond-chance.ts';
import type {LookedAt} from './release.ts';
import {rowSeconds} from './world.ts';

/** Whether the release is to stop, after one more look. */
export type StopRule = (row: LookedAt) => boolean;

/** Other ways to judge, imitated by what they count and compare; none of the programs is run. Each is made anew for
 * each release. */
export const otherRules = {
	z: () => zRule(),
	newcombe: () => newcombeRule(),
	argo: () => checksRule(3),
	flagger: () => checksRule(5),
} as const satisfies Readonly<Record<string, () => StopRule>>;

/** One-sided 0.5 %, the chance that perch allows the errors of a release. */
const z995 = 2.5758293035489;
const leastExpected = 5;

/** Two ratios compared at every look by the z of their running totals, where at least five failures are expected. */
function zRule(): StopRule {
	let [canary, stable] = [none, none];
	return row => {
		canary = sum(canary, tallyOf(row.canary));
		stable = sum(stable, tallyOf(row.stable));
		const pooled = (canary.failures + stable.failures) / (canary.requests + stable.requests);
		if (!(pooled * canary.requests >= leastExpected)) return false;
		const difference = canary.failures / canary.requests - stable.failures / stable.requests;
		return difference >= z995 * Math.sqrt(pooled * (1 - pooled) * (1 / canary.requests + 1 / stable.requests));
	};
}

const windowRows = 120 / rowSeconds;

/** What perch says on screen until the judge takes its place: Newcombe's interval of the last two minutes. */
function newcombeRule(): StopRule {
	let rows: readonly LookedAt[] = [];
	return row => {
		rows = [...rows, row].slice(-windowRows);
		if (rows.length < windowRows) return false;
		const canary = rows.map(({canary}) => tallyOf(canary)).reduce(sum);
		const stable = rows.map(({stable}) => tallyOf(stable)).reduce(sum);
		return isBeyondChance(compareProportions(canary, stable), rows.length);
	};
}

const checkRows = 60 / rowSeconds;
const leastSuccess = 0.99;

/** A check each minute whether 99 % of the canary's requests succeeded; so many that fail stop the release. A minute
 * without requests is no check. */
function checksRule(mostFailed: number): StopRule {
	let [minute, rows, failed] = [none, 0, 0];
	return row => {
		minute = sum(minute, tallyOf(row.canary));
		rows += 1;
		if (rows % checkRows !== 0) return false;
		if (minute.requests > 0 && 1 - minute.failures / minute.requests < leastSuccess) failed += 1;
		minute = none;
		return failed >= mostFailed;
	};
}

const none: Tally = {failures: 0, requests: 0};

function tallyOf({failures, requests}: LookedAt['canary']): Tally {
	return {failures: total(failures), requests: total(requests)};
}

function sum(one: Tally, other: Tally): Tally {
	return {failures: one.failures + other.failures, requests: one.requests + other.requests};
}
