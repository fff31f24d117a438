import type {KubeObject, ResourceId} from '../../contract.ts';

/** The parts of the Gateway API's routes, and of Linkerd's, that their controllers read and write. */
export interface GatewayRoute extends KubeObject {
	readonly spec: {
		readonly parentRefs?: readonly ParentRef[];
		readonly rules?: readonly {readonly backendRefs?: readonly BackendRef[]}[];
	};
	readonly status?: {readonly parents?: readonly ParentStatus[]};
}

export interface ParentRef {
	readonly group?: string;
	readonly kind?: string;
	readonly namespace?: string;
	readonly name: string;
	readonly port?: number;
}

export interface BackendRef {
	readonly kind?: string;
	readonly name: string;
	readonly namespace?: string;
}

export interface ParentStatus {
	readonly parentRef: ParentRef;
	readonly controllerName: string;
	readonly conditions: readonly RouteCondition[];
}

export interface RouteCondition {
	readonly type: string;
	readonly status: 'True' | 'False';
	readonly reason: string;
	readonly message: string;
	readonly observedGeneration?: number;
	readonly lastTransitionTime: string;
}

/** The controller that writes the status of one kind of route, and how it writes it. */
export interface RouteController {
	readonly resource: ResourceId;
	readonly controllerName: string;
	/** The manager's name in managedFields. */
	readonly manager: string;
	/** The status without its transition times: the caller keeps those where nothing changed. */
	parentStatus(route: GatewayRoute, parentRef: ParentRef, services: ReadonlySet<string>): UntimedStatus | undefined;
}

export interface UntimedStatus {
	readonly parentRef: ParentRef;
	readonly conditions: readonly Omit<RouteCondition, 'lastTransitionTime'>[];
}

/** The Services that a route names as backends, as `namespace/name`. */
export function backendsOf({metadata, spec}: GatewayRoute): readonly string[] {
	const backends = (spec.rules ?? []).flatMap(({backendRefs}) => backendRefs ?? []);
	return backends.map(({namespace, name}) => `${namespace ?? metadata.namespace}/${name}`);
}
