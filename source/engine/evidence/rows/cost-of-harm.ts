import type {Release} from '../../../domain/release/release.ts';
import type {Estimated} from '../../../domain/release/verdict.ts';
import {type PressOrWait, pressOrWait} from '../../../judge/verdict/press-or-wait.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {presentSidesOf} from '../comparison/comparison.ts';
import {verdictOf} from '../verdict.ts';

const waitSeconds = 300;

/** What the harm of a canary costs, in requests that fail and would not fail on stable. */
export interface CostOfHarm {
	readonly cost: PressOrWait;
	readonly waitSeconds: number;
	/** The weight at which the next step promotes to; null where there is none. */
	readonly nextPercent: number | null;
	/** No way back of this session tells how long one takes: `cost.back` then says nothing. */
	readonly isBackKnown: boolean;
}

/** Null where the evidence shows no failures beyond stable's, not even under way, and where nothing is sent to either. */
export function costOfHarm(context: EngineContext, state: State, release: Release): CostOfHarm | null {
	const excess = excessOf(context, state, release);
	const sides = presentSidesOf(context, state, release);
	if (!excess || !sides) return null;
	const canaryRequestsPerSecond = sides.canary.requestsPerSecond;
	const totalRequestsPerSecond = canaryRequestsPerSecond + sides.stable.requestsPerSecond;
	if (canaryRequestsPerSecond === 0) return null;
	const nextPercent = nextPercentOf(release);
	const backSeconds = secondsBack(state);
	return {
		waitSeconds,
		nextPercent,
		isBackKnown: backSeconds.length > 0,
		cost: pressOrWait({
			excess,
			canaryRequestsPerSecond,
			totalRequestsPerSecond,
			nextWeight: nextPercent === null ? null : nextPercent / 100,
			backSeconds: backSeconds.length > 0 ? backSeconds : [0],
			waitSeconds,
		}),
	};
}

function excessOf(context: EngineContext, state: State, release: Release): Estimated | null {
	const verdict = verdictOf(context, state, release);
	if (verdict?.kind === 'worse') return verdict.errors?.excess ?? null;
	if (verdict === null || !('underWay' in verdict) || verdict.underWay?.of !== 'errors') return null;
	return verdict.underWay.excess;
}

/** The weight of the next step that changes it; all once no such step is left. */
function nextPercentOf({steps}: Release): number | null {
	if (steps.length === 0) return null;
	const next = steps.find(({state, weightPercent}) => state === 'ahead' && weightPercent !== null);
	return next?.weightPercent ?? 100;
}

/** How long each way back of this session took until no request reached the canary. */
function secondsBack({intents}: State): readonly number[] {
	return intents.flatMap(({recovery}) => (recovery?.kind === 'recovered' ? [recovery.quietAfterMs / 1000] : []));
}
