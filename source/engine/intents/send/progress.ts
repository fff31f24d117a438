import type {PlanStep} from '../../../domain/release/plan.ts';
import {assertNever} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Intent} from '../../state/intent.ts';

export interface StepProgress {
	readonly text: SafeText;
	readonly state: 'done' | 'underWay' | 'notDone' | 'unknown';
}

/** How far each step of the plan has come, for a plan that ended in the middle: done, not done, or unknown. */
export function stepProgress({plan, phase, stepsDone}: Intent): readonly StepProgress[] {
	const here = phase.kind === 'unknown' || phase.kind === 'unconfirmed' ? 'unknown' : underWay(phase.kind);
	return (plan?.steps ?? []).map((step, at) => ({
		text: stepText(step),
		state: at < stepsDone ? 'done' : at === stepsDone ? here : 'notDone',
	}));
}

function underWay(kind: Intent['phase']['kind']): StepProgress['state'] {
	// The effect is there; which request caused it is unknown.
	if (kind === 'effective') return 'done';
	return kind === 'sending' || kind === 'awaiting' ? 'underWay' : 'notDone';
}

export function stepText(step: PlanStep): SafeText {
	switch (step.kind) {
		case 'patch':
			return step.label ?? safe`PATCH ${object(step.ref)}${step.subresource === null ? safe`` : safe`/status`}`;
		case 'delete':
			return safe`DELETE ${object(step.ref)}`;
		case 'post':
		case 'await':
			return step.label;
		default:
			return assertNever(step);
	}
}

function object({kindId, namespace, name}: Extract<PlanStep, {kind: 'delete'}>['ref']): SafeText {
	return safe`${ident(kindId)} ${ident(namespace)}/${ident(name)}`;
}
