import type {WatchedKind} from '../../domain/cluster/kube-object.ts';
import type {ServiceName} from '../../domain/cluster/service-host.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {GatewayRouteObject, GenerationCondition, ParentRef, ParentStatus} from '../../kinds/gateway-route.ts';
import {NAMESPACES} from '../../kinds/namespace.ts';
import {SERVICE_PROFILES} from '../../kinds/service-profile.ts';
import type {Acceptance, Destination, RouteEntry, RouteKind} from './route-kind.ts';
import {overriddenByProfile, withoutWaypoint} from './unfollowed.ts';

/** A kind of route of the Gateway API, or one made like it. */
export function gatewayRoute(
	kind: Pick<RouteKind<GatewayRouteObject>, 'id' | 'title' | 'controller'> & {
		readonly anchor: WatchedKind<GatewayRouteObject>;
	},
): RouteKind<GatewayRouteObject> {
	return {
		...kind,
		kinds: [SERVICE_PROFILES, NAMESPACES],
		scale: {total: 'kept', decimals: 0, isSummedAsFloat32: false},
		unsetWeight: 1,
		entries: gatewayEntries,
		called: route => {
			const services = parentServices(route);
			return {services, host: route.hostnames[0] ?? services[0]?.name ?? null};
		},
		acceptance: acceptanceOf,
		faults: (route, snapshot) => {
			const services = parentServices(route);
			return [...overriddenByProfile(services, snapshot), ...withoutWaypoint(services, snapshot)];
		},
	};
}

export function gatewayEntries({rules, metadata}: GatewayRouteObject): readonly RouteEntry[] {
	return rules.map(({name, match, isRedirect, backends}, index) => ({
		title: name ?? safe`rule ${index + 1}`,
		match,
		path: ['spec', 'rules', index],
		identity: ['name', 'matches'],
		list: 'backendRefs',
		isDiverted: isRedirect,
		destinations: backends.map(
			(backend): Destination => ({
				host:
					backend.namespace === null || backend.namespace === metadata.namespace
						? backend.name
						: safe`${backend.name}.${backend.namespace}`,
				subset: null,
				port: backend.port,
				service: isService(backend.kind ?? safe`Service`)
					? {name: backend.name, namespace: backend.namespace ?? metadata.namespace}
					: null,
				weight: backend.weight,
			}),
		),
	}));
}

/** The Services whose callers the route directs; the other parents are Gateways. */
function parentServices({parents, metadata}: GatewayRouteObject): readonly ServiceName[] {
	return parents.flatMap(({kind, name, namespace}) =>
		kind !== null && isService(kind) ? [{name, namespace: namespace ?? metadata.namespace}] : [],
	);
}

function isService(kind: SafeText): boolean {
	return kind === 'Service';
}

/**
 * Whether controllers follow the route, by the conditions that those of its present parents write. The worst
 * condition counts.
 */
function acceptanceOf(route: GatewayRouteObject): Acceptance {
	const {generation} = route.metadata;
	const statuses = presentStatuses(route);
	if (statuses.length === 0) return {kind: 'doubtful', because: safe`no controller says anything of this route`};
	const told = statuses.flatMap(status => status.conditions.map(condition => ({status, condition})));
	const required = told.filter(({condition}) => isRequired(condition));
	const behind = required.find(({condition}) => (condition.observedGeneration ?? generation) < generation);
	if (behind) {
		const seen = behind.condition.observedGeneration ?? 0;
		return {
			kind: 'pending',
			because: safe`${controllerOf(behind.status)} saw generation ${seen}, it is ${generation}`,
		};
	}
	const refused = required.find(({condition}) => condition.status === 'False');
	if (refused) return {kind: 'refused', because: reasonOf(refused.status, refused.condition)};
	const open = required.find(({condition}) => condition.status !== 'True');
	if (open) return {kind: 'pending', because: reasonOf(open.status, open.condition)};
	const partial = told.find(({condition}) => condition.type === 'PartiallyInvalid' && condition.status === 'True');
	if (partial) return {kind: 'doubtful', because: reasonOf(partial.status, partial.condition)};
	const silent = route.parents.find(parent => statusesOf(route, parent).length === 0);
	return silent
		? {kind: 'doubtful', because: safe`no controller says anything of its parent ${silent.name}`}
		: {kind: 'accepted'};
}

/**
 * The statuses of the present parents. A status stays behind when its parent is removed from the spec, or when
 * its controller is gone: it says nothing now.
 */
function presentStatuses(route: GatewayRouteObject): readonly ParentStatus[] {
	return [...new Set(route.parents.flatMap(parent => statusesOf(route, parent)))];
}

/**
 * The statuses of one parent. If one names this very listener, those for other listeners of the same Gateway do
 * not count.
 */
function statusesOf({metadata, statuses}: GatewayRouteObject, parent: ParentRef): readonly ParentStatus[] {
	const own = statuses.filter(
		status => status.parent === null || isSameParent(status.parent, parent, metadata.namespace),
	);
	const exact = own.filter(
		status =>
			status.parent === null || (status.parent.section === parent.section && status.parent.port === parent.port),
	);
	return exact.length > 0 ? exact : own;
}

function isSameParent(one: ParentRef, other: ParentRef, namespace: SafeText): boolean {
	const differs = <V>(a: V | null, b: V | null) => a !== null && b !== null && a !== b;
	return (
		(one.kind ?? 'Gateway') === (other.kind ?? 'Gateway') &&
		one.name === other.name &&
		(one.namespace ?? namespace) === (other.namespace ?? namespace) &&
		!differs(one.section, other.section) &&
		!differs(one.port, other.port)
	);
}

function isRequired({type}: GenerationCondition): boolean {
	return type === 'Accepted' || type === 'ResolvedRefs';
}

function controllerOf({controller}: ParentStatus): SafeText {
	return controller ?? safe`its controller`;
}

/** `ResolvedRefs is False, BackendNotFound: …` */
function reasonOf(status: ParentStatus, {type, status: value, reason, message}: GenerationCondition): SafeText {
	const why = reason === null ? safe`` : safe`, ${reason}`;
	const said = message === '' ? safe` (${controllerOf(status)})` : safe`: ${message}`;
	return safe`${type} is ${value}${why}${said}`;
}
