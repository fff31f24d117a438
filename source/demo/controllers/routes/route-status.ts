import {sameJson} from '../../api/frozen-json.ts';
import {rfc3339} from '../../api/rfc3339.ts';
import type {Controller, DemoClock, KubeObject, ObjectStore, StoreEvent} from '../../contract.ts';
import {createControlLoop, keyOf, splitKey} from '../control-loop.ts';
import {backendsOf, type GatewayRoute, type ParentStatus, type RouteController} from './route-types.ts';

/** Writes to `status.parents` of each route whether its parents accept it and whether its backends exist. Leaves
 * the entries of other controllers alone. */
export function createRouteStatusController(
	{store, clock}: {readonly store: ObjectStore; readonly clock: DemoClock},
	controller: RouteController,
): Controller {
	const {resource, manager} = controller;
	return createControlLoop({
		name: `routes ${resource}`,
		store,
		clock,
		watched: [resource, 'services'],
		keysOf: event => routeKeys(store, controller, event),
		reconcile(key) {
			const {namespace, name} = splitKey(key);
			const route = store.get(resource, namespace, name) as GatewayRoute | undefined;
			if (route === undefined) return undefined;
			const known = route.status?.parents ?? [];
			const parents = parentsOf(controller, route, store.list('services'), clock.nowMs());
			if (!sameJson(known, parents)) {
				store.replace(resource, {...route, status: {...route.status, parents}}, {manager, subresource: 'status'});
			}
			return undefined;
		},
	});
}

function routeKeys(store: ObjectStore, {resource}: RouteController, event: StoreEvent): readonly string[] {
	if (event.resource === resource) return [keyOf(event.object)];
	// A route depends on the existence of a Service, not on its content.
	if (event.type === 'MODIFIED') return [];
	const service = keyOf(event.object);
	return (store.list(resource) as readonly GatewayRoute[])
		.filter(route => backendsOf(route).includes(service) || parentKeys(route).includes(service))
		.map(keyOf);
}

function parentKeys({metadata, spec}: GatewayRoute): readonly string[] {
	return (spec.parentRefs ?? []).map(({namespace, name}) => `${namespace ?? metadata.namespace}/${name}`);
}

function parentsOf(
	controller: RouteController,
	route: GatewayRoute,
	services: readonly KubeObject[],
	nowMs: number,
): readonly ParentStatus[] {
	const {controllerName} = controller;
	const known = route.status?.parents ?? [];
	const others = known.filter(parent => parent.controllerName !== controllerName);
	const existing = new Set(services.map(keyOf));
	const own = (route.spec.parentRefs ?? []).flatMap(parentRef => {
		const status = controller.parentStatus(route, parentRef, existing);
		if (status === undefined) return [];
		const before = known.find(
			parent => parent.controllerName === controllerName && sameJson(parent.parentRef, status.parentRef),
		);
		const conditions = status.conditions.map(condition => {
			const last = before?.conditions.find(({type}) => type === condition.type);
			const lastTransitionTime = last?.status === condition.status ? last.lastTransitionTime : rfc3339(nowMs);
			return {...condition, lastTransitionTime};
		});
		return [{parentRef: status.parentRef, controllerName, conditions}];
	});
	return [...others, ...own];
}
