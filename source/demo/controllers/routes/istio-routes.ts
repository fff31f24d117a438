import type {ResourceId} from '../../contract.ts';
import {
	backendsOf,
	type GatewayRoute,
	type ParentRef,
	type RouteController,
	type UntimedStatus,
} from './route-types.ts';

/** Istio's status for a route of the Gateway API whose parent is a Service. Istio resolves a reference to any
 * existing Service, even to one without endpoints. */
export function istioRoutes(resource: ResourceId): RouteController {
	return {resource, controllerName: 'istio.io/gateway-controller', manager: 'pilot-discovery', parentStatus};
}

function parentStatus(
	route: GatewayRoute,
	parentRef: ParentRef,
	services: ReadonlySet<string>,
): UntimedStatus | undefined {
	if (parentRef.kind !== 'Service') return undefined;
	const {namespace, generation: observedGeneration = 0} = route.metadata;
	const isThere = services.has(`${parentRef.namespace ?? namespace}/${parentRef.name}`);
	const missing = backendsOf(route).find(backend => !services.has(backend));
	const accepted = isThere
		? ({status: 'True', reason: 'Accepted', message: 'Route was valid'} as const)
		: ({
				status: 'False',
				reason: 'NoMatchingParent',
				message: `parent service: "${parentRef.name}" not found`,
			} as const);
	const resolved =
		missing === undefined
			? ({status: 'True', reason: 'ResolvedRefs', message: 'All references resolved'} as const)
			: ({status: 'False', reason: 'BackendNotFound', message: `backend(${hostOf(missing)}) not found`} as const);
	return {
		parentRef,
		conditions: [
			{type: 'Accepted', observedGeneration, ...accepted},
			{type: 'ResolvedRefs', observedGeneration, ...resolved},
		],
	};
}

function hostOf(service: string): string {
	const [namespace = '', name = ''] = service.split('/');
	return `${name}.${namespace}.svc.cluster.local`;
}
