import type {Release} from '../../domain/release.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {recentSidesOf, type Sides, sidesOf} from './comparison.ts';
import type {Period} from './mean-of.ts';
import {comparedPeriod, recentPeriod} from './period.ts';
import {verdictOf} from './verdict.ts';

/** Both versions over the period that tells most: the last minutes of a canary that is worse, for good hours before would
 * hide it; else the whole one. */
export function tellingSidesOf(context: EngineContext, state: State, release: Release): Sides | null {
	return isWorse(context, state, release) ? recentSidesOf(context, state, release) : sidesOf(context, state, release);
}

export function tellingPeriod(context: EngineContext, state: State, release: Release): Period | null {
	return isWorse(context, state, release)
		? recentPeriod(context, state, release)
		: comparedPeriod(context, state, release);
}

function isWorse(context: EngineContext, state: State, release: Release): boolean {
	return verdictOf(context, state, release)?.kind === 'worse';
}
