import type {Step} from '../../domain/release.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import {formatDuration} from '../../domain/time.ts';
import type {RolloutObject} from './rollout.ts';
import {hasCanary} from './situation.ts';
import type {CanaryStep} from './strategy.ts';
import {percentOf} from './weights.ts';

/** The steps as the controller counts them: an index of n says that n are completed. */
export function stepsOf(rollout: RolloutObject): readonly Step[] {
	const steps = rollout.canary?.steps ?? [];
	const index = rollout.status.stepIndex ?? (hasCanary(rollout) ? 0 : steps.length);
	return steps.map((step, at) => ({
		kind: step.kind,
		label: stepLabel(rollout, step),
		state: stepState(rollout, at, index),
		weightPercent: step.kind === 'weight' ? percentOf(rollout, step.weight) : null,
	}));
}

/** `20%`, `2m`, `PAUSE`, `analysis`. */
export function stepLabel(rollout: RolloutObject, step: CanaryStep): SafeText {
	switch (step.kind) {
		case 'weight':
			return safe`${percentOf(rollout, step.weight)}%`;
		case 'pause':
			return step.durationMs === null ? safe`PAUSE` : ident(formatDuration(step.durationMs));
		case 'headerRoute':
			return safe`header route`;
		case 'mirrorRoute':
			return safe`mirror`;
		default:
			return ident(step.kind);
	}
}

function stepState(rollout: RolloutObject, at: number, index: number): Step['state'] {
	if (at < index) return 'done';
	// An aborted release stands at no step, though its index is 0.
	return at === index && hasCanary(rollout) && !rollout.status.abort ? 'current' : 'ahead';
}
