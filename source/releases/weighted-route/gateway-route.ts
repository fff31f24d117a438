import type {WatchedKind} from '../../domain/kube-object.ts';
import type {GatewayRouteObject, GenerationCondition, ParentStatus} from '../../domain/objects/gateway-route.ts';
import {NAMESPACES} from '../../domain/objects/namespace.ts';
import {SERVICE_PROFILES} from '../../domain/objects/service-profile.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {Acceptance, Destination, RouteEntry, RouteKind, ServiceName} from './route-kind.ts';
import {overriddenByProfile, withoutWaypoint} from './unfollowed.ts';

/** A route of the Gateway API, or one made like it. */
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

/** Services whose callers it routes; the other parents are Gateways. */
function parentServices({parents, metadata}: GatewayRouteObject): readonly ServiceName[] {
	return parents.flatMap(({kind, name, namespace}) =>
		kind !== null && isService(kind) ? [{name, namespace: namespace ?? metadata.namespace}] : [],
	);
}

function isService(kind: SafeText): boolean {
	return kind === 'Service';
}

/** By the conditions that every controller of a parent writes; the worst of them counts. */
function acceptanceOf({metadata, statuses}: GatewayRouteObject): Acceptance {
	if (statuses.length === 0) return {kind: 'doubtful', because: safe`no controller says anything of this route`};
	const told = statuses.flatMap(status => status.conditions.map(condition => ({status, condition})));
	const refused = told.find(({condition}) => isRequired(condition) && condition.status === 'False');
	const isOld = ({observedGeneration}: GenerationCondition) =>
		observedGeneration !== null && observedGeneration < metadata.generation;
	const behind = told.find(({condition}) => isRequired(condition) && isOld(condition));
	if (behind) {
		const seen = behind.condition.observedGeneration ?? 0;
		return {
			kind: 'pending',
			because: safe`${controllerOf(behind.status)} saw generation ${seen}, it is ${metadata.generation}`,
		};
	}
	if (refused) return {kind: 'refused', because: reasonOf(refused.status, refused.condition)};
	const partial = told.find(({condition}) => condition.type === 'PartiallyInvalid' && condition.status === 'True');
	return partial ? {kind: 'doubtful', because: reasonOf(partial.status, partial.condition)} : {kind: 'accepted'};
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
