import type {KubeObject} from '../../contract.ts';
import type {LabelSelector, PodTemplate} from '../kube-types.ts';

export interface StatefulSet extends KubeObject {
	readonly spec: {
		readonly replicas: number;
		readonly serviceName: string;
		readonly selector: LabelSelector;
		readonly template: PodTemplate;
		readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
		readonly minReadySeconds?: number;
		readonly revisionHistoryLimit?: number;
		readonly updateStrategy: {
			readonly type: 'RollingUpdate' | 'OnDelete';
			readonly rollingUpdate?: {readonly partition?: number};
		};
	};
	readonly status?: StatefulSetStatus;
}

/** Counts of zero are left out, except the first two. */
export interface StatefulSetStatus {
	readonly replicas: number;
	readonly availableReplicas: number;
	readonly observedGeneration?: number;
	readonly readyReplicas?: number;
	readonly currentReplicas?: number;
	readonly updatedReplicas?: number;
	readonly currentRevision?: string;
	readonly updateRevision?: string;
	readonly collisionCount?: number;
}

export const hashLabel = 'controller.kubernetes.io/hash';
/** On pods: the full name of their ControllerRevision. */
export const revisionLabel = 'controller-revision-hash';
export const podNameLabel = 'statefulset.kubernetes.io/pod-name';
export const podIndexLabel = 'apps.kubernetes.io/pod-index';
