import type {Figures, HarmlessFigure, TogetherFigure} from './figures.ts';
import {firstStops} from './first-stops.ts';
import {fourSignals} from './four-signals.ts';
import type {HarmlessWorld} from './harmless-worlds.ts';
import {latencyRelease, usualShareAbove} from './latency-release.ts';
import {otherRules, type StopRule} from './other-rules.ts';
import {type LeftOut, perchRule} from './perch-rule.ts';
import {randomOf} from './random.ts';
import {type Release, releaseIn} from './release.ts';

export interface Runs {
	readonly seed: Figures['seed'];
	readonly runs: number;
	/** So many of them also without what the kind of release needs. */
	readonly runsWithout: number;
}

/** How often each rule stops a release that does no harm. */
export function simulateHarmless(
	{name, world, without}: HarmlessWorld,
	{seed, runs, runsWithout}: Runs,
): HarmlessFigure {
	const alarms = {perch: 0, z: 0, newcombe: 0, argo: 0, flagger: 0};
	let alarmsWithout = 0;
	for (let run = 0; run < runs; run++) {
		const release = releaseIn(world, randomOf(`${seed} ${name} ${run}`));
		const stops = firstStops(release.rows, {
			...rulesFor(release),
			without: without === null || run >= runsWithout ? never : perchStops(release, without),
		});
		for (const rule of Object.keys(alarms) as (keyof typeof alarms)[]) if (stops[rule] !== null) alarms[rule] += 1;
		if (stops.without !== null) alarmsWithout += 1;
	}
	return {
		name,
		runs,
		alarms,
		without: without === null ? null : {what: without, runs: Math.min(runs, runsWithout), alarms: alarmsWithout},
	};
}

/** How often any of the four signals calls a release worse that does no harm. */
export function simulateTogether(requestsPerSecond: number, {seed, runs}: Omit<Runs, 'runsWithout'>): TogetherFigure {
	const name = `constant, ${requestsPerSecond.toLocaleString('en')} rps`;
	let alarms = 0;
	for (let run = 0; run < runs; run++) {
		const random = randomOf(`${seed} together ${name} ${run}`);
		const release = latencyRelease({requestsPerSecond, canaryShareAbove: usualShareAbove}, random);
		const verdictOf = fourSignals(release);
		const stops = firstStops(release.rows, {perch: row => verdictOf(row) === 'worse'});
		if (stops.perch !== null) alarms += 1;
	}
	return {name, runs, alarms};
}

function rulesFor(release: Release) {
	return {
		perch: perchStops(release, 'nothing'),
		z: otherRules.z(),
		newcombe: otherRules.newcombe(),
		argo: otherRules.argo(),
		flagger: otherRules.flagger(),
	};
}

function perchStops({past}: Release, leftOut: LeftOut): StopRule {
	const judge = perchRule({past, signal: 'errors', leftOut});
	return row => judge(row).state.kind === 'worse';
}

const never: StopRule = () => false;
