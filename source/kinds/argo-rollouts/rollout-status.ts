import * as v from 'valibot';
import {identText} from '../../domain/cluster/kube-object.ts';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {type Condition, conditionsField} from '../condition.ts';
import {
	countField,
	decisiveTimeMsField,
	flagField,
	listField,
	messageField,
	nameField,
	numberField,
	partField,
	timeMsField,
} from '../fields.ts';

export interface RolloutStatus {
	/** A number as text, or a hash in old versions of the controller. */
	readonly observedGeneration: SafeText | null;
	readonly workloadObservedGeneration: SafeText | null;
	readonly phase: SafeText | null;
	readonly message: SafeText;
	readonly abort: boolean;
	readonly abortedAtMs: number | null;
	readonly promoteFull: boolean;
	readonly controllerPause: boolean;
	readonly pauseConditions: readonly PauseCondition[];
	readonly stepIndex: number | null;
	readonly currentHash: SafeText | null;
	readonly stableHash: SafeText | null;
	readonly restartedAtMs: number | null;
	readonly replicas: number;
	readonly updated: number;
	readonly available: number;
	readonly conditions: readonly Condition[];
	readonly activeHash: SafeText | null;
	/** The weight that the controller last wrote to the route. */
	readonly writtenWeight: number | null;
	/** Whether the load balancer has that weight; null for routers that do not tell. */
	readonly isWeightVerified: boolean | null;
	readonly stablePingPong: SafeText | null;
	readonly experiment: SafeText | null;
	readonly analysisRuns: AnalysisRunStatuses;
}

export interface PauseCondition {
	readonly reason: SafeText | null;
	readonly startedAtMs: number | null;
}

export interface AnalysisRunStatuses {
	readonly step: AnalysisRunStatus | null;
	readonly background: AnalysisRunStatus | null;
	readonly prePromotion: AnalysisRunStatus | null;
	readonly postPromotion: AnalysisRunStatus | null;
}

export interface AnalysisRunStatus {
	readonly name: SafeText;
	readonly status: SafeText;
	readonly message: SafeText;
}

/** Argo names a run before the run has a phase of its own. */
const phaseField = v.pipe(
	nameField,
	v.transform(phase => phase || safe`Pending`),
);

const runField = v.nullish(objectOf({name: identText, status: phaseField, message: messageField}), null);

export const statusField = v.pipe(
	partField({
		observedGeneration: nameField,
		workloadObservedGeneration: nameField,
		phase: nameField,
		message: messageField,
		abort: flagField,
		abortedAt: timeMsField,
		promoteFull: flagField,
		controllerPause: flagField,
		pauseConditions: listField(objectOf({reason: nameField, startTime: decisiveTimeMsField})),
		currentStepIndex: numberField,
		currentPodHash: nameField,
		stableRS: nameField,
		selector: nameField,
		restartedAt: timeMsField,
		replicas: countField,
		updatedReplicas: countField,
		availableReplicas: countField,
		conditions: conditionsField,
		blueGreen: partField({
			activeSelector: nameField,
			prePromotionAnalysisRunStatus: runField,
			postPromotionAnalysisRunStatus: runField,
		}),
		canary: partField({
			weights: partField({canary: partField({weight: numberField}), verified: v.nullish(v.boolean(), null)}),
			stablePingPong: nameField,
			currentExperiment: nameField,
			currentStepAnalysisRunStatus: runField,
			currentBackgroundAnalysisRunStatus: runField,
		}),
	}),
	v.transform((status): RolloutStatus & {readonly told: SafeText | null} => ({
		told: status.selector,
		observedGeneration: status.observedGeneration,
		workloadObservedGeneration: status.workloadObservedGeneration,
		phase: status.phase,
		message: status.message,
		abort: status.abort,
		abortedAtMs: status.abortedAt,
		promoteFull: status.promoteFull,
		controllerPause: status.controllerPause,
		pauseConditions: status.pauseConditions.map(pause => ({reason: pause.reason, startedAtMs: pause.startTime})),
		stepIndex: status.currentStepIndex,
		currentHash: status.currentPodHash,
		stableHash: status.stableRS,
		restartedAtMs: status.restartedAt,
		replicas: status.replicas,
		updated: status.updatedReplicas,
		available: status.availableReplicas,
		conditions: status.conditions,
		activeHash: status.blueGreen.activeSelector,
		writtenWeight: status.canary.weights.canary.weight,
		isWeightVerified: status.canary.weights.verified,
		stablePingPong: status.canary.stablePingPong,
		experiment: status.canary.currentExperiment,
		analysisRuns: {
			step: status.canary.currentStepAnalysisRunStatus,
			background: status.canary.currentBackgroundAnalysisRunStatus,
			prePromotion: status.blueGreen.prePromotionAnalysisRunStatus,
			postPromotion: status.blueGreen.postPromotionAnalysisRunStatus,
		},
	})),
);
