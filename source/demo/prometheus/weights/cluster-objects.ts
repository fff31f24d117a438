import type {KubeObject} from '../../contract.ts';

/** The parts of objects that decide where requests go. */
export interface ServiceObject extends KubeObject {
	readonly spec?: {readonly selector?: Readonly<Record<string, string>>};
}

export interface ReplicaSetObject extends KubeObject {
	readonly spec: {
		readonly template: {
			readonly metadata?: {readonly labels?: Readonly<Record<string, string>>};
			readonly spec?: {readonly containers?: readonly {readonly image: string}[]};
		};
	};
	readonly status?: {readonly readyReplicas?: number};
}

export interface VirtualServiceObject extends KubeObject {
	readonly spec: {readonly hosts?: readonly string[]; readonly http?: readonly HttpRoute[]};
}

export interface HttpRoute {
	readonly match?: readonly unknown[];
	readonly route?: readonly {readonly destination: {readonly host: string}; readonly weight?: number}[];
}

export interface RolloutObject extends KubeObject {
	readonly spec: {
		readonly strategy?: {readonly canary?: {readonly canaryService?: string; readonly stableService?: string}};
	};
}

export interface EventObject extends KubeObject {
	readonly involvedObject: {readonly kind: string; readonly namespace?: string; readonly name: string};
	readonly reason: string;
	readonly message: string;
	readonly lastTimestamp: string | null;
}

/** What is known of the cluster. */
export interface ClusterObjects {
	readonly services: readonly ServiceObject[];
	readonly replicaSets: readonly ReplicaSetObject[];
	readonly virtualServices: readonly VirtualServiceObject[];
}
