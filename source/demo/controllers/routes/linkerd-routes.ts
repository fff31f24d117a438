import {
	backendsOf,
	type GatewayRoute,
	type ParentRef,
	type RouteController,
	type UntimedStatus,
} from './route-types.ts';

/** Linkerd's status for its HTTPRoutes. The status leaves out the observed generation, and also that a
 * ServiceProfile of the parent makes the route ineffective. */
export const linkerdRoutes: RouteController = {
	resource: 'httproutes.policy.linkerd.io',
	controllerName: 'linkerd.io/policy-controller',
	manager: 'policy.linkerd.io',
	parentStatus,
};

function parentStatus(
	route: GatewayRoute,
	{kind, name, namespace = route.metadata.namespace ?? '', port}: ParentRef,
	services: ReadonlySet<string>,
): UntimedStatus | undefined {
	if (kind !== 'Service') return undefined;
	const isThere = services.has(`${namespace}/${name}`);
	const isResolved = backendsOf(route).every(backend => services.has(backend));
	return {
		parentRef: {group: 'core', kind, name, namespace, ...(port === undefined ? {} : {port})},
		conditions: [
			isThere
				? {type: 'Accepted', status: 'True', reason: 'Accepted', message: ''}
				: {type: 'Accepted', status: 'False', reason: 'NoMatchingParent', message: ''},
			isResolved
				? {type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs', message: ''}
				: {type: 'ResolvedRefs', status: 'False', reason: 'BackendNotFound', message: ''},
		],
	};
}
