import type {Interval} from '../counts/evidence-row.ts';
import {type LevelSwitch, pastBound, switchAfter, switchedOff} from '../evidence/known-level.ts';
import type {JudgeRules} from '../judge-rules.ts';
import type {Flags} from './signal-verdict.ts';

/** What each version does by itself, beside known ratios. */
export interface LevelSwitches {
	readonly stableRose: LevelSwitch;
	readonly canaryRose: LevelSwitch;
	readonly absolutelyBad: LevelSwitch;
}

export const allOff: LevelSwitches = {stableRose: switchedOff, canaryRose: switchedOff, absolutelyBad: switchedOff};

/** Wrong switches come after this many rows on average. */
const needBesidePast = 1_000;
const needBesideObjective = 10_000;

/** The switches after one more row; warm rows count as others do, for users see them. */
export function switchesAfter(before: LevelSwitches, interval: Interval, rules: JudgeRules): LevelSwitches {
	const {phi, canaryRequests, stableRequests} = interval;
	const stable = {failures: interval.stableFailures[0] ?? 0, requests: stableRequests, phi};
	const canary = {failures: interval.canaryFailures[0] ?? 0, requests: canaryRequests, phi};
	const past = pastRatio(rules);
	const ofPast = past === null ? null : {ratio: past, need: needBesidePast};
	const ofObjective = rules.objectiveRatio === null ? null : {ratio: rules.objectiveRatio, need: needBesideObjective};
	return {
		stableRose: ofPast === null ? switchedOff : switchAfter(before.stableRose, stable, ofPast),
		canaryRose: ofPast === null ? switchedOff : switchAfter(before.canaryRose, canary, ofPast),
		absolutelyBad: ofObjective === null ? switchedOff : switchAfter(before.absolutelyBad, canary, ofObjective),
	};
}

export function flagsOf(switches: LevelSwitches, rules: JudgeRules): Flags {
	return {
		stableRose: pastRatio(rules) === null ? null : switches.stableRose.isOn,
		absolutelyBad: rules.objectiveRatio === null ? null : switches.absolutelyBad.isOn,
	};
}

function pastRatio({past}: JudgeRules): number | null {
	return past === null ? null : pastBound(past);
}
