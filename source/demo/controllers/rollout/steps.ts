import {resolvePercent} from '../duration.ts';
import {type Pass, wantedReplicas} from './pass.ts';
import type {CanaryStep, Rollout} from './rollout-types.ts';

export function stepsOf(rollout: Rollout): readonly CanaryStep[] {
	return rollout.spec.strategy.canary?.steps ?? [];
}

/** The step that runs now; undefined after the last one. */
export function currentStep({status, ...rollout}: Rollout): CanaryStep | undefined {
	return status?.currentStepIndex === undefined ? undefined : stepsOf(rollout as Rollout)[status.currentStepIndex];
}

/** The weight that the steps ask for at this index, in percent: the nearest `setWeight` at or before it. */
export function weightAt(steps: readonly CanaryStep[], index: number): number {
	return steps.slice(0, index + 1).findLast(({setWeight}) => setWeight !== undefined)?.setWeight ?? 0;
}

/** A step as the events name it. */
export function stepText(step: CanaryStep): string {
	if (step.setWeight !== undefined) return `setWeight: ${step.setWeight}`;
	if (step.pause !== undefined) return step.pause.duration === undefined ? 'pause' : `pause: ${step.pause.duration}`;
	if (step.analysis !== undefined) return 'analysis';
	if (step.setCanaryScale !== undefined) return scaleText(step.setCanaryScale);
	return step.setHeaderRoute === undefined ? 'invalid' : `setHeaderRoute: ${step.setHeaderRoute.name}`;
}

/** The canary scale that the steps set at this index, apart from the weight; undefined where the weight decides. */
export function scaleAt(steps: readonly CanaryStep[], index: number): CanaryStep['setCanaryScale'] {
	const scale = steps.slice(0, index + 1).findLast(({setCanaryScale}) => setCanaryScale !== undefined)?.setCanaryScale;
	return scale?.matchTrafficWeight === true ? undefined : scale;
}

function scaleText({replicas, weight, matchTrafficWeight}: NonNullable<CanaryStep['setCanaryScale']>): string {
	if (weight !== undefined) return `setCanaryScale{weight: ${weight}}`;
	return matchTrafficWeight === true
		? 'setCanaryScale{matchTrafficWeight: true}'
		: `setCanaryScale{replicas: ${replicas ?? 0}}`;
}

/** How many pods there may be above the wanted number; `maxUnavailable` is how many below. */
export function maxSurge({rollout}: Pass): number {
	return resolvePercent(rollout.spec.strategy.canary?.maxSurge ?? '25%', wantedReplicas(rollout), 'up');
}

export function maxUnavailable(pass: Pass): number {
	const canary = pass.rollout.spec.strategy.canary;
	if (canary === undefined) return 0;
	const count = resolvePercent(canary.maxUnavailable ?? '25%', wantedReplicas(pass.rollout), 'down');
	return count === 0 && maxSurge(pass) === 0 ? 1 : count;
}
