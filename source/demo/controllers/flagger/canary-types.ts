import type {KubeObject} from '../../contract.ts';

/** The parts of Flagger's objects (`flagger.app/v1beta1`) that its controller reads and writes. */

export type Phase =
	| 'Initializing'
	| 'Initialized'
	| 'Waiting'
	| 'Progressing'
	| 'WaitingPromotion'
	| 'Promoting'
	| 'Finalising'
	| 'Succeeded'
	| 'Failed';

export interface Canary extends KubeObject {
	readonly spec: {
		readonly suspend?: boolean;
		readonly skipAnalysis?: boolean;
		/** 600 when absent. */
		readonly progressDeadlineSeconds?: number;
		readonly targetRef: {readonly apiVersion: string; readonly kind: string; readonly name: string};
		readonly service: {
			/** The apex Service; the target's name when absent. */
			readonly name?: string;
			readonly port: number;
			readonly targetPort?: number | string;
			readonly portName?: string;
		};
		readonly analysis: Analysis;
	};
	readonly status?: CanaryStatus;
}

export interface Analysis {
	/** A Go duration. */
	readonly interval?: string;
	/** Failed checks that end in a rollback. */
	readonly threshold?: number;
	readonly stepWeight?: number;
	readonly stepWeights?: readonly number[];
	readonly maxWeight?: number;
	/** The step by which the weight returns to the primary after its update; all at once when absent. */
	readonly stepWeightPromotion?: number;
	readonly iterations?: number;
	/** Conditions of Istio's HTTP routes: with them and `iterations` the strategy is A/B. */
	readonly match?: readonly object[];
	readonly metrics?: readonly CanaryMetric[];
	readonly webhooks?: readonly Webhook[];
}

export interface CanaryMetric {
	readonly name: string;
	readonly interval?: string;
	readonly thresholdRange?: {readonly min?: number; readonly max?: number};
}

export type HookType =
	| 'confirm-rollout'
	| 'confirm-traffic-increase'
	| 'confirm-promotion'
	| 'pre-rollout'
	| 'rollout'
	| 'post-rollout'
	| 'rollback';

export interface Webhook {
	readonly name: string;
	/** `rollout` when absent. */
	readonly type?: HookType;
	readonly url: string;
	readonly metadata?: Readonly<Record<string, string>>;
}

export interface CanaryStatus {
	readonly phase: Phase;
	readonly canaryWeight: number;
	readonly failedChecks: number;
	readonly iterations: number;
	readonly lastAppliedSpec?: string;
	readonly lastPromotedSpec?: string;
	readonly lastTransitionTime: string;
	readonly trackedConfigs?: object;
	readonly conditions: readonly PromotedCondition[];
}

export interface PromotedCondition {
	readonly type: 'Promoted';
	readonly status: 'True' | 'False' | 'Unknown';
	readonly reason: Phase;
	readonly message: string;
	readonly lastTransitionTime: string;
	readonly lastUpdateTime: string;
}

/** The names of a Canary's Services; the Deployments behind them are the target and `<target>-primary`. */
export function namesOf({spec}: Canary): {readonly apex: string; readonly primary: string; readonly canary: string} {
	const apex = spec.service.name ?? spec.targetRef.name;
	return {apex, primary: `${apex}-primary`, canary: `${apex}-canary`};
}
