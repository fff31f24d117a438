import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';

/** How promote takes the release past the point where it is held; `none` if nothing holds it. */
export type PromoteWay =
	/** Remove the pause; the controller counts the step and makes an inconclusive run beside it again. */
	| {readonly kind: 'pastPause'; readonly again: SafeText | null}
	/** The controller does not count the step after an inconclusive step analysis: perch raises the step index. */
	| {readonly kind: 'pastInconclusiveStep'; readonly stepIndex: number}
	/** No step is passed: the controller makes the inconclusive run once more. */
	| {readonly kind: 'measureAgain'; readonly again: SafeText}
	/** The official client would skip the running step here; in perch that is a jump. */
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
