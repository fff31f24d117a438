import {assertNever} from '../../source/domain/result.ts';
import type {HarmFigure, Minutes, RecoveryFigure} from './figures.ts';
import {firstStops} from './first-stops.ts';
import {fourSignals} from './four-signals.ts';
import type {HarmWorld} from './harm-worlds.ts';
import {latencyRelease} from './latency-release.ts';
import {otherRules} from './other-rules.ts';
import {perchRule} from './perch-rule.ts';
import {type Random, randomOf} from './random.ts';
import type {RecoveryWorld} from './recovery-worlds.ts';
import {releaseIn} from './release.ts';
import type {Runs} from './simulate-harmless.ts';

const rules = ['perch', 'z', 'argo', 'flagger'] as const;
type Stops = Readonly<Partial<Record<(typeof rules)[number], number | null>>>;

/** How long each rule takes to stop a release that does harm. A release that it stopped before there was any is left out
 * of its figure. */
export function simulateHarm(harm: HarmWorld, {seed, runs}: Omit<Runs, 'runsWithout'>): HarmFigure {
	const {name, requestsPerSecond, onsetSeconds} = harm;
	const found = Array.from({length: runs}, (_, run) =>
		stopsOf(harm, randomOf(`${seed} ${name} ${requestsPerSecond} ${run}`)),
	);
	const minutesOf = (rule: (typeof rules)[number]) => {
		const known = found.map(stops => stops[rule]).filter(stop => stop !== undefined);
		const after = known.filter(stop => stop === null || stop > onsetSeconds);
		return known.length === 0 ? null : minutesIn(after.map(stop => (stop === null ? null : stop - onsetSeconds)));
	};
	return {
		name,
		requestsPerSecond,
		runs,
		minutes: {perch: minutesOf('perch'), z: minutesOf('z'), argo: minutesOf('argo'), flagger: minutesOf('flagger')},
	};
}

/** How long after the end of harm the canary is cleared. */
export function simulateRecovery(
	{name, harmSeconds, world}: RecoveryWorld,
	{seed, runs}: Omit<Runs, 'runsWithout'>,
): RecoveryFigure {
	const cleared: (number | null)[] = [];
	for (let run = 0; run < runs; run++) {
		const release = releaseIn(world, randomOf(`${seed} ${name} ${run}`));
		const judge = perchRule({past: release.past, signal: 'errors', leftOut: 'nothing'});
		let isConvicted = false;
		const {clear} = firstStops(release.rows, {
			clear: row => {
				const isWorse = judge(row).state.stretch !== null;
				if (isWorse) isConvicted = true;
				return isConvicted && !isWorse;
			},
		});
		if (isConvicted) cleared.push(clear === null ? null : clear - harmSeconds);
	}
	return {
		name,
		runs,
		convicted: cleared.length,
		clearedTooSoon: cleared.filter(seconds => seconds !== null && seconds <= 0).length,
		minutes: minutesIn(cleared.filter(seconds => seconds === null || seconds > 0)),
	};
}

function stopsOf(harm: HarmWorld, random: Random): Stops {
	switch (harm.kind) {
		case 'oneSignal': {
			const {past, rows} = releaseIn(harm.world, random);
			const judge = perchRule({past, signal: harm.signal, leftOut: 'nothing'});
			const perch = {perch: (row: Parameters<typeof judge>[0]) => judge(row).state.kind === 'worse'};
			// The others' thresholds are of failures.
			if (harm.signal !== 'errors') return firstStops(rows, perch);
			return firstStops(rows, {
				...perch,
				z: otherRules.z(),
				argo: otherRules.argo(),
				flagger: otherRules.flagger(),
			});
		}
		case 'fourSignals': {
			const release = latencyRelease(harm.world, random);
			const verdictOf = fourSignals(release);
			return firstStops(release.rows, {perch: row => verdictOf(row) === 'worse'});
		}
		default:
			return assertNever(harm);
	}
}

function minutesIn(seconds: readonly (number | null)[]): Minutes {
	const sorted = seconds.map(value => value ?? Number.POSITIVE_INFINITY).toSorted((one, other) => one - other);
	const at = (share: number) => {
		const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
		return found === undefined || found === Number.POSITIVE_INFINITY ? null : found / 60;
	};
	return {median: at(0.5), most95: at(0.95)};
}
