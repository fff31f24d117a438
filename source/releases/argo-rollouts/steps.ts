import type {Step} from '../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {formatDuration} from '../../domain/time.ts';
import type {CanaryScale, CanaryStep} from '../../kinds/argo-rollouts/canary-step.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {hasCanary} from './situation.ts';
import {percentOf} from './weights.ts';

/** The steps as the controller counts them: an index of n means that n steps are completed. */
export function stepsOf(rollout: RolloutObject): readonly Step[] {
	const steps = rollout.canary?.steps ?? [];
	// Without an index the steps count as done only if the controller says that a version is stable.
	const isDone = !hasCanary(rollout) && rollout.status.stableHash !== null;
	const index = rollout.status.stepIndex ?? (isDone ? steps.length : 0);
	return steps.map((step, at) => ({
		kind: step.kind,
		label: stepLabel(rollout, step),
		state: stepState(rollout, at, index),
		weightPercent: step.kind === 'weight' ? percentOf(rollout, step.weight) : null,
	}));
}

/**
 * How many steps, from step `from` on, come before the next pause that only a person ends; -1 if no such pause
 * follows.
 */
export function stopAhead({canary}: RolloutObject, from: number): number {
	return (canary?.steps ?? []).slice(from).findIndex(step => step.kind === 'pause' && step.durationMs === null);
}

/** `20%`, `2m`, `PAUSE`, `analysis`, `3 pods`, `header x-canary=1`. */
export function stepLabel(rollout: RolloutObject, step: CanaryStep): SafeText {
	switch (step.kind) {
		case 'weight':
			return safe`${percentOf(rollout, step.weight)}%`;
		case 'pause':
			return step.durationMs === null ? safe`PAUSE` : ident(formatDuration(step.durationMs));
		case 'analysis':
			return safe`analysis`;
		case 'experiment':
			return step.durationMs === null ? safe`experiment` : safe`experiment ${ident(formatDuration(step.durationMs))}`;
		case 'scale':
			return scaleLabel(step.scale);
		case 'headerRoute':
			return safe`header ${step.matches[0] ?? safe`off`}${step.matches.length > 1 ? safe` …` : safe``}`;
		case 'mirrorRoute':
			return step.isMatched ? safe`mirror ${step.percent}%` : safe`mirror off`;
		case 'plugin':
			return step.name ?? safe`plugin`;
	}
}

/** `3 pods`, `25% of the pods`, `pods as traffic`. */
export function scaleLabel(scale: CanaryScale): SafeText {
	switch (scale.kind) {
		case 'replicas':
			return safe`${scale.replicas} ${scale.replicas === 1 ? safe`pod` : safe`pods`}`;
		case 'percent':
			return safe`${scale.percent}% of the pods`;
		case 'traffic':
			return safe`pods as traffic`;
	}
}

function stepState(rollout: RolloutObject, at: number, index: number): Step['state'] {
	if (at < index) return 'done';
	// An aborted release stands at no step, though its index is 0.
	return at === index && hasCanary(rollout) && !rollout.status.abort ? 'current' : 'ahead';
}
