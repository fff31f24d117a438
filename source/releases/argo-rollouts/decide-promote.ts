import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';

/** How a release goes past where it is held, by what the Rollout says; `none` where nothing holds it. */
export type PromoteWay =
	/** The pause is taken away, and the controller counts the step. An inconclusive run beside it is made again. */
	| {readonly kind: 'pastPause'; readonly again: SafeText | null}
	/** Past an inconclusive step analysis the controller does not count the step itself. */
	| {readonly kind: 'pastInconclusiveStep'; readonly stepIndex: number}
	/** Nothing is passed: what was inconclusive is made once more. */
	| {readonly kind: 'measureAgain'; readonly again: SafeText}
	/** The official client would skip the running step here: that is a jump. */
	| {readonly kind: 'none'};

export function decidePromote({status, blueGreen}: RolloutObject): PromoteWay {
	const reasons = status.pauseConditions.map(({reason}) => reason as string | null);
	if (reasons.length === 0) return {kind: 'none'};
	const {step, background} = status.analysisRuns;
	const isStepInconclusive = step?.status === 'Inconclusive' && status.controllerPause && blueGreen === null;
	if (isStepInconclusive && status.stepIndex !== null) {
		return {kind: 'pastInconclusiveStep', stepIndex: status.stepIndex};
	}
	const again = reasons.includes('InconclusiveExperiment')
		? safe`the experiment`
		: reasons.includes('InconclusiveAnalysisRun')
			? analysisName(background?.status === 'Inconclusive')
			: null;
	const isAtPause = reasons.some(reason => reason !== 'InconclusiveExperiment' && reason !== 'InconclusiveAnalysisRun');
	return again !== null && !isAtPause ? {kind: 'measureAgain', again} : {kind: 'pastPause', again};
}

function analysisName(isBackground: boolean): SafeText {
	return isBackground ? safe`the background analysis` : safe`the analysis`;
}
