import type {KubeObject} from '../contract.ts';

/** The parts of Kubernetes objects that the controllers read and write. The controllers keep all other fields. */

export interface Condition {
	readonly type: string;
	readonly status: 'True' | 'False' | 'Unknown';
	readonly reason: string;
	readonly message: string;
	readonly lastTransitionTime: string;
	readonly lastUpdateTime: string;
}

export interface Container {
	readonly name: string;
	readonly image: string;
	readonly [field: string]: unknown;
}

export interface PodTemplate {
	readonly metadata?: {
		readonly labels?: Readonly<Record<string, string>>;
		readonly annotations?: Readonly<Record<string, string>>;
	};
	readonly spec: {readonly containers: readonly Container[]; readonly [field: string]: unknown};
}

export interface LabelSelector {
	readonly matchLabels: Readonly<Record<string, string>>;
}

export interface ReplicaSet extends KubeObject {
	readonly spec: {
		readonly replicas: number;
		readonly minReadySeconds?: number;
		readonly selector: LabelSelector;
		readonly template: PodTemplate;
	};
	readonly status?: ReplicaSetStatus;
}

export interface ReplicaSetStatus {
	readonly replicas: number;
	readonly fullyLabeledReplicas?: number;
	readonly readyReplicas?: number;
	readonly availableReplicas?: number;
	readonly observedGeneration?: number;
}

export interface PodCondition {
	readonly type: string;
	readonly status: 'True' | 'False';
	readonly lastProbeTime: null;
	readonly lastTransitionTime: string;
	readonly reason?: string;
	readonly message?: string;
}

export interface Pod extends KubeObject {
	readonly spec: {
		readonly containers: readonly Container[];
		readonly nodeName?: string;
		readonly [field: string]: unknown;
	};
	readonly status?: {
		readonly phase?: string;
		readonly conditions?: readonly PodCondition[];
		readonly podIP?: string;
		readonly startTime?: string;
		readonly containerStatuses?: readonly {readonly restartCount: number; readonly [field: string]: unknown}[];
		readonly [field: string]: unknown;
	};
}

export interface Service extends KubeObject {
	readonly spec: {
		readonly selector?: Readonly<Record<string, string>>;
		readonly ports?: readonly {
			readonly name?: string;
			readonly port: number;
			readonly targetPort?: number | string;
			readonly protocol?: string;
		}[];
		readonly [field: string]: unknown;
	};
}

export interface RouteDestination {
	readonly destination: {readonly host: string};
	readonly weight?: number;
}

export interface VirtualService extends KubeObject {
	readonly spec: {
		readonly hosts: readonly string[];
		readonly gateways?: readonly string[];
		readonly http: readonly {
			readonly name?: string;
			readonly match?: readonly object[];
			readonly route: readonly RouteDestination[];
		}[];
	};
}

export interface Deployment extends KubeObject {
	readonly spec: {
		readonly replicas: number;
		readonly selector: LabelSelector;
		readonly template: PodTemplate;
		readonly paused?: boolean;
		readonly minReadySeconds?: number;
		readonly revisionHistoryLimit?: number;
		readonly progressDeadlineSeconds?: number;
		readonly strategy?: {
			readonly type: string;
			readonly rollingUpdate?: {readonly maxSurge?: number | string; readonly maxUnavailable?: number | string};
		};
	};
	readonly status?: DeploymentStatus;
}

export interface DeploymentStatus {
	readonly observedGeneration?: number;
	readonly replicas?: number;
	readonly updatedReplicas?: number;
	readonly readyReplicas?: number;
	readonly availableReplicas?: number;
	readonly unavailableReplicas?: number;
	readonly conditions?: readonly Condition[];
}
