import type {Snapshot, WatchedKind} from '../../domain/kube-object.ts';
import type {GatewayRouteObject} from '../../domain/objects/gateway-route.ts';
import {GRPC_ROUTES} from '../../domain/objects/grpc-route.ts';
import {HTTP_ROUTES} from '../../domain/objects/http-route.ts';
import {TRAFFIC_SPLITS} from '../../domain/objects/traffic-split.ts';
import {VIRTUAL_SERVICES, type VirtualServiceObject} from '../../domain/objects/virtual-service.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {RolloutObject} from './rollout.ts';
import {canaryServiceOf} from './services.ts';
import {trafficObjectsOf} from './traffic-objects.ts';

/**
 * The canary's share of traffic as the route object says it, in percent. Null where none that perch reads tells it: the
 * weights of Ingresses, TraefikServices and the like are known from the controller only.
 */
export function routePercent(rollout: RolloutObject, snapshot: Snapshot): number | null {
	const shares = weightsOf(rollout, snapshot).map(share);
	return shares.find(percent => percent !== null) ?? null;
}

/** Those of its VirtualServices that are there, and the routes in them that it names: none named means all. */
export function virtualServicesOf(
	rollout: RolloutObject,
	snapshot: Snapshot,
): readonly {readonly routes: readonly SafeText[]; readonly object: VirtualServiceObject}[] {
	return (rollout.canary?.router?.virtualServices ?? []).flatMap(({name, routes}) => {
		// By `name`, or `name.namespace`.
		const [ownName = '', namespace = rollout.metadata.namespace] = name.split('.');
		const object = snapshot.get(VIRTUAL_SERVICES, namespace, ownName);
		return object ? [{routes, object}] : [];
	});
}

/** The weights beside each other in one entry of a route. */
type Weights = readonly {readonly isCanary: boolean; readonly weight: number}[];

function weightsOf(rollout: RolloutObject, snapshot: Snapshot): readonly Weights[] {
	return [
		...virtualServiceWeights(rollout, snapshot),
		...trafficSplitWeights(rollout, snapshot),
		...gatewayWeights(rollout, snapshot, HTTP_ROUTES),
		...gatewayWeights(rollout, snapshot, GRPC_ROUTES),
	];
}

function virtualServiceWeights(rollout: RolloutObject, snapshot: Snapshot): readonly Weights[] {
	const {canarySubset = null, managedRoutes = []} = rollout.canary?.router ?? {};
	return virtualServicesOf(rollout, snapshot).flatMap(({routes, object}) =>
		object.routes
			// Routes of headers and mirrors lead to the canary whole: they are no share.
			.filter(({name}) => name === null || !managedRoutes.includes(name))
			.filter(({name}) => routes.length === 0 || (name !== null && routes.includes(name)))
			.map(({destinations}) =>
				destinations.map(({host, subset, weight}) => ({
					isCanary: canarySubset !== null ? subset === canarySubset : isCanaryHost(rollout, host),
					weight,
				})),
			),
	);
}

/** With SMI only the canary has a backend of its own beside stable, each a Service. */
function trafficSplitWeights(rollout: RolloutObject, snapshot: Snapshot): readonly Weights[] {
	const splits = refsOf(rollout, TRAFFIC_SPLITS).map(({namespace, name}) =>
		snapshot.get(TRAFFIC_SPLITS, namespace, name),
	);
	return splits.flatMap(split =>
		split
			? [split.backends.map(({service, weight}) => ({isCanary: isCanaryHost(rollout, service), weight: weight ?? 0}))]
			: [],
	);
}

function gatewayWeights(
	rollout: RolloutObject,
	snapshot: Snapshot,
	kind: WatchedKind<GatewayRouteObject>,
): readonly Weights[] {
	const routes = refsOf(rollout, kind).flatMap(({namespace, name}) => snapshot.get(kind, namespace, name) ?? []);
	return routes.flatMap(({rules}) =>
		// The plugin adds rules for headers, which have the canary alone: they are no share.
		rules
			.filter(({backends}) => backends.length > 1)
			.map(({backends}) =>
				backends.map(({name, weight}) => ({isCanary: isCanaryHost(rollout, name), weight: weight ?? 1})),
			),
	);
}

function refsOf(rollout: RolloutObject, {id}: WatchedKind) {
	return trafficObjectsOf(rollout).filter(({kindId}) => kindId === id);
}

/** Null for an entry that does not name the canary. */
function share(weights: Weights): number | null {
	if (!weights.some(({isCanary}) => isCanary)) return null;
	const total = weights.reduce((sum, {weight}) => sum + weight, 0);
	if (total === 0) return weights.length === 1 ? 100 : 0;
	const canary = weights.filter(({isCanary}) => isCanary).reduce((sum, {weight}) => sum + weight, 0);
	return Math.round((canary * 10_000) / total) / 100;
}

/** A host is a Service's name, alone or followed by its namespace and domain. */
function isCanaryHost(rollout: RolloutObject, host: SafeText | null): boolean {
	const service = canaryServiceOf(rollout);
	return host !== null && service !== null && (host === service || host.startsWith(`${service}.`));
}
