import type {Release} from '../../../domain/release/release.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {verdictOf} from '../verdict.ts';
import {recentSidesOf, type Sides, sidesOf} from './comparison.ts';
import type {Period} from './mean-of.ts';
import {comparedPeriod, recentPeriod} from './period.ts';

/** Both versions over the period that tells most: the last minutes where the canary or both versions are worse, or the
 * canary was of late, for what was before would hide what is now; else the whole one. */
export function tellingSidesOf(context: EngineContext, state: State, release: Release): Sides | null {
	return hasTurned(context, state, release) ? recentSidesOf(context, state, release) : sidesOf(context, state, release);
}

export function tellingPeriod(context: EngineContext, state: State, release: Release): Period | null {
	return hasTurned(context, state, release)
		? recentPeriod(context, state, release)
		: comparedPeriod(context, state, release);
}

function hasTurned(context: EngineContext, state: State, release: Release): boolean {
	const verdict = verdictOf(context, state, release);
	if (verdict?.kind === 'noHarm') return verdict.wasWorse !== null;
	return verdict?.kind === 'worse' || verdict?.kind === 'wasWorse' || verdict?.kind === 'bothBad';
}
