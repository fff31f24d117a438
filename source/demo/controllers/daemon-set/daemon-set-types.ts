import type {KubeObject} from '../../contract.ts';
import type {LabelSelector, PodTemplate} from '../kube-types.ts';

/** Has no `maxSurge`: the demo's DaemonSets remove a pod before they create the next one. */
export interface DaemonSet extends KubeObject {
	readonly spec: {
		readonly selector: LabelSelector;
		readonly template: PodTemplate;
		readonly minReadySeconds?: number;
		readonly revisionHistoryLimit?: number;
		readonly updateStrategy: {
			readonly type: 'RollingUpdate' | 'OnDelete';
			readonly rollingUpdate?: {readonly maxUnavailable?: number | string};
		};
	};
	readonly status?: DaemonSetStatus;
}

/** The last three fields are left out while they are zero. */
export interface DaemonSetStatus {
	readonly currentNumberScheduled: number;
	readonly numberMisscheduled: number;
	readonly desiredNumberScheduled: number;
	readonly numberReady: number;
	readonly observedGeneration?: number;
	readonly updatedNumberScheduled?: number;
	readonly numberAvailable?: number;
	readonly numberUnavailable?: number;
}

/** On ControllerRevisions and on pods. */
export const hashLabel = 'controller-revision-hash';
export const generationLabel = 'pod-template-generation';
