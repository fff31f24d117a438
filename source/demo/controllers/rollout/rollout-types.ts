import type {KubeObject} from '../../contract.ts';
import type {Condition, LabelSelector, PodTemplate} from '../kube-types.ts';

export const hashLabel = 'rollouts-pod-template-hash';
export const revisionAnnotation = 'rollout.argoproj.io/revision';
export const revisionHistoryAnnotation = 'rollout.argoproj.io/revision-history';
export const desiredReplicasAnnotation = 'rollout.argoproj.io/desired-replicas';
export const deadlineAnnotation = 'scale-down-deadline';
export const managedByAnnotation = 'argo-rollouts.argoproj.io/managed-by-rollouts';

export interface Rollout extends KubeObject {
	readonly spec: {
		readonly replicas?: number;
		readonly paused?: boolean;
		readonly restartAt?: string;
		readonly minReadySeconds?: number;
		readonly revisionHistoryLimit?: number;
		readonly progressDeadlineSeconds?: number;
		readonly selector: LabelSelector;
		readonly template: PodTemplate;
		readonly strategy: {readonly canary?: CanaryStrategy; readonly blueGreen?: BlueGreenStrategy};
	};
	readonly status?: RolloutStatus;
}

export interface CanaryStrategy {
	readonly stableService?: string;
	readonly canaryService?: string;
	readonly maxSurge?: number | string;
	readonly maxUnavailable?: number | string;
	readonly steps?: readonly CanaryStep[];
	readonly trafficRouting?: {
		readonly istio?: {readonly virtualService?: {readonly name: string; readonly routes?: readonly string[]}};
		/** The names of the header routes, the first in front. */
		readonly managedRoutes?: readonly {readonly name: string}[];
	};
	readonly scaleDownDelaySeconds?: number;
	readonly abortScaleDownDelaySeconds?: number;
}

export interface BlueGreenStrategy {
	readonly activeService: string;
	readonly previewService?: string;
	readonly autoPromotionEnabled?: boolean;
	readonly autoPromotionSeconds?: number;
	readonly prePromotionAnalysis?: AnalysisSpec;
	readonly postPromotionAnalysis?: AnalysisSpec;
	readonly scaleDownDelaySeconds?: number;
	readonly abortScaleDownDelaySeconds?: number;
}

export interface CanaryStep {
	readonly setWeight?: number;
	readonly pause?: {readonly duration?: number | string};
	readonly analysis?: AnalysisSpec;
	readonly setCanaryScale?: {
		readonly replicas?: number;
		readonly weight?: number;
		readonly matchTrafficWeight?: boolean;
	};
	readonly setHeaderRoute?: {
		readonly name: string;
		readonly match?: readonly {
			readonly headerName: string;
			readonly headerValue: {readonly exact?: string; readonly prefix?: string; readonly regex?: string};
		}[];
	};
}

export interface AnalysisSpec {
	readonly templates?: readonly {readonly templateName: string}[];
	readonly args?: readonly {readonly name: string; readonly value?: string}[];
}

export type PauseReason = 'CanaryPauseStep' | 'BlueGreenPause' | 'InconclusiveAnalysisRun';

export interface AnalysisRunRef {
	readonly name: string;
	readonly status: string;
	readonly message?: string;
}

interface Weight {
	readonly podTemplateHash: string;
	readonly serviceName: string;
	readonly weight: number;
}

export interface TrafficWeights {
	readonly canary: Weight;
	readonly stable: Weight;
}

export interface RolloutStatus {
	readonly HPAReplicas?: number;
	readonly abort?: boolean;
	readonly abortedAt?: string;
	readonly availableReplicas?: number;
	readonly blueGreen: {
		readonly activeSelector?: string;
		readonly previewSelector?: string;
		readonly prePromotionAnalysisRunStatus?: AnalysisRunRef;
		readonly postPromotionAnalysisRunStatus?: AnalysisRunRef;
	};
	readonly canary: {readonly currentStepAnalysisRunStatus?: AnalysisRunRef; readonly weights?: TrafficWeights};
	readonly conditions?: readonly Condition[];
	readonly controllerPause?: boolean;
	readonly currentPodHash?: string;
	readonly currentStepHash?: string;
	readonly currentStepIndex?: number;
	readonly message?: string;
	readonly observedGeneration?: string;
	readonly pauseConditions?: readonly {readonly reason: PauseReason; readonly startTime: string}[];
	readonly phase?: 'Healthy' | 'Progressing' | 'Paused' | 'Degraded';
	readonly promoteFull?: boolean;
	readonly readyReplicas?: number;
	readonly replicas?: number;
	readonly restartedAt?: string;
	readonly selector?: string;
	readonly stableRS?: string;
	readonly updatedReplicas?: number;
}

export interface AnalysisRun extends KubeObject {
	readonly spec: {
		readonly args?: readonly {readonly name: string; readonly value?: string}[];
		readonly metrics: readonly Metric[];
		readonly dryRun?: readonly {readonly metricName: string}[];
		readonly terminate?: boolean;
	};
	readonly status?: AnalysisRunStatus;
}

export interface Metric {
	readonly name: string;
	readonly count?: number;
	readonly interval?: string;
	readonly failureLimit?: number;
	readonly successCondition?: string;
	readonly provider?: {readonly prometheus?: {readonly query?: string}};
}

/** Empty from a run's creation to its first measurement. */
export type AnalysisPhase = '' | 'Pending' | 'Running' | 'Successful' | 'Failed' | 'Error' | 'Inconclusive';

export interface Measurement {
	readonly phase: AnalysisPhase;
	readonly startedAt: string;
	readonly finishedAt: string;
	readonly value: string;
}

export interface MetricResult {
	readonly name: string;
	readonly phase: AnalysisPhase;
	readonly dryRun?: boolean;
	readonly count?: number;
	readonly successful?: number;
	readonly failed?: number;
	readonly consecutiveSuccess?: number;
	readonly measurements?: readonly Measurement[];
	readonly metadata?: Readonly<Record<string, string>>;
}

export interface AnalysisRunStatus {
	readonly phase: AnalysisPhase;
	readonly message?: string;
	readonly startedAt?: string;
	readonly completedAt?: string;
	readonly dryRunSummary?: object;
	readonly runSummary?: Readonly<Record<string, number>>;
	readonly metricResults?: readonly MetricResult[];
}
