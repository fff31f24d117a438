import type {KubeObject} from '../../contract.ts';

export type Labels = Readonly<Record<string, string>>;

/** The parts of objects that decide where requests go. */
export interface ServiceObject extends KubeObject {
	readonly spec?: {readonly selector?: Labels};
}

export interface ReplicaSetObject extends KubeObject {
	readonly spec: {
		readonly template: {
			readonly metadata?: {readonly labels?: Labels; readonly annotations?: Labels};
			readonly spec?: {readonly containers?: readonly {readonly image: string}[]};
		};
	};
	readonly status?: {readonly readyReplicas?: number};
}

export interface PodObject extends KubeObject {
	readonly spec?: {readonly containers?: readonly {readonly image: string}[]};
	readonly status?: {readonly conditions?: readonly {readonly type: string; readonly status: string}[]};
}

export interface VirtualServiceObject extends KubeObject {
	readonly spec: {readonly hosts?: readonly string[]; readonly http?: readonly HttpRoute[]};
}

export interface HttpRoute {
	readonly match?: readonly unknown[];
	readonly route?: readonly {
		readonly destination: {readonly host: string; readonly subset?: string};
		readonly weight?: number;
	}[];
}

export interface DestinationRuleObject extends KubeObject {
	readonly spec: {
		readonly host: string;
		readonly subsets?: readonly {readonly name: string; readonly labels?: Labels}[];
	};
}

/** A route of the Gateway API, or Linkerd's own HTTPRoute. */
export interface GatewayRouteObject extends KubeObject {
	readonly spec: {
		readonly parentRefs?: readonly {readonly kind?: string; readonly name: string; readonly namespace?: string}[];
		readonly rules?: readonly {
			readonly matches?: readonly {readonly path?: {readonly type?: string; readonly value?: string}}[];
			readonly backendRefs?: readonly {readonly name: string; readonly weight?: number}[];
		}[];
	};
}

export interface TrafficSplitObject extends KubeObject {
	readonly spec: {
		readonly service: string;
		readonly backends: readonly {readonly service: string; readonly weight: number | string}[];
	};
}

export interface ServiceSplitterObject extends KubeObject {
	readonly spec: {
		readonly splits?: readonly {
			readonly weight?: number;
			readonly service?: string;
			readonly serviceSubset?: string;
		}[];
	};
}

export interface ServiceResolverObject extends KubeObject {
	readonly spec: {readonly subsets?: Readonly<Record<string, {readonly filter?: string}>>};
}

interface IngressPath {
	readonly path?: string;
	readonly backend: {readonly service?: {readonly name: string}};
}

export interface IngressObject extends KubeObject {
	readonly spec?: {
		readonly rules?: readonly {readonly host?: string; readonly http?: {readonly paths: readonly IngressPath[]}}[];
	};
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

/** The known objects of the cluster. */
export interface ClusterObjects {
	readonly services: readonly ServiceObject[];
	readonly replicaSets: readonly ReplicaSetObject[];
	/** The pods of StatefulSets and DaemonSets. */
	readonly directPods: readonly PodObject[];
	readonly virtualServices: readonly VirtualServiceObject[];
	readonly destinationRules: readonly DestinationRuleObject[];
	/** HTTPRoutes and GRPCRoutes of the Gateway API. */
	readonly httpRoutes: readonly GatewayRouteObject[];
	readonly grpcRoutes: readonly GatewayRouteObject[];
	readonly linkerdRoutes: readonly GatewayRouteObject[];
	readonly serviceProfiles: readonly KubeObject[];
	readonly trafficSplits: readonly TrafficSplitObject[];
	readonly serviceSplitters: readonly ServiceSplitterObject[];
	readonly serviceResolvers: readonly ServiceResolverObject[];
	readonly ingresses: readonly IngressObject[];
}

/** The path that lists each kind. A cluster need not serve all kinds. */
export const collections = {
	services: '/api/v1/services',
	replicaSets: '/apis/apps/v1/replicasets',
	directPods: '/api/v1/pods?labelSelector=controller-revision-hash',
	virtualServices: '/apis/networking.istio.io/v1/virtualservices',
	destinationRules: '/apis/networking.istio.io/v1/destinationrules',
	httpRoutes: '/apis/gateway.networking.k8s.io/v1/httproutes',
	grpcRoutes: '/apis/gateway.networking.k8s.io/v1/grpcroutes',
	linkerdRoutes: '/apis/policy.linkerd.io/v1beta3/httproutes',
	serviceProfiles: '/apis/linkerd.io/v1alpha2/serviceprofiles',
	trafficSplits: '/apis/split.smi-spec.io/v1alpha2/trafficsplits',
	serviceSplitters: '/apis/consul.hashicorp.com/v1alpha1/servicesplitters',
	serviceResolvers: '/apis/consul.hashicorp.com/v1alpha1/serviceresolvers',
	ingresses: '/apis/networking.k8s.io/v1/ingresses',
} as const satisfies Readonly<Record<keyof ClusterObjects, string>>;

/** A cluster with only these objects. */
export const clusterOf = (objects: Partial<ClusterObjects>): ClusterObjects => ({
	services: [],
	replicaSets: [],
	directPods: [],
	virtualServices: [],
	destinationRules: [],
	httpRoutes: [],
	grpcRoutes: [],
	linkerdRoutes: [],
	serviceProfiles: [],
	trafficSplits: [],
	serviceSplitters: [],
	serviceResolvers: [],
	ingresses: [],
	...objects,
});
