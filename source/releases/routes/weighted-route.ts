import type {KubeObject} from '../../domain/cluster/kube-object.ts';
import {verb} from '../../domain/release/verb.ts';
import {safe} from '../../domain/text/safe-text.ts';
import {ROLLOUTS} from '../../kinds/argo-rollouts/rollout.ts';
import {DEPLOYMENTS} from '../../kinds/deployment.ts';
import {ENDPOINT_SLICES} from '../../kinds/endpoint-slice.ts';
import {EVENTS} from '../../kinds/event.ts';
import {CANARIES} from '../../kinds/flagger/canary.ts';
import {HORIZONTAL_POD_AUTOSCALERS} from '../../kinds/horizontal-pod-autoscaler.ts';
import {SERVICES} from '../../kinds/service.ts';
import {patches} from '../common/permissions.ts';
import type {CompanionWatch, ReleaseBackend} from '../contract.ts';
import {assembleRoute} from './assemble.ts';
import type {RouteDetail} from './detail.ts';
import {isCandidate, namedEntries} from './named-entries.ts';
import {weightOperation} from './operations/weight-operation.ts';
import type {RouteKind} from './route-kind.ts';
import {routeOwner} from './route-owner.ts';
import {isSplit} from './split.ts';

/** The backend of one kind of route, for weights that only people write. */
export function weightedRoute<T extends KubeObject>(kind: RouteKind<T>): ReleaseBackend<T, RouteDetail> {
	return {
		id: kind.id,
		title: kind.title,
		anchor: kind.anchor,
		kinds: [
			kind.anchor,
			...kind.kinds,
			SERVICES,
			DEPLOYMENTS,
			ENDPOINT_SLICES,
			EVENTS,
			HORIZONTAL_POD_AUTOSCALERS,
			// Rollouts and Canaries tell which routes they write.
			ROLLOUTS,
			CANARIES,
		],
		isRelease: route => namedEntries(kind, route).some(isCandidate),
		owners: [ROLLOUTS, CANARIES],
		ownedBy: (route, snapshot) => routeOwner(kind, route, snapshot),
		assemble: (route, snapshot, nowMs) => assembleRoute(kind, route, snapshot, nowMs),
		companions: (route, snapshot) => companionsOf(kind, kind.completed?.(route, snapshot) ?? route),
		namespaces: route => namespacesOf(kind, route),
		isMoving: route => isMoving(kind, route),
		operations: {
			setWeight: weightOperation(kind, {verb: 'setWeight', rules: 'one', percent: null}),
			promoteFull: weightOperation(kind, {verb: 'promoteFull', rules: 'one', percent: 100}),
			back: weightOperation(kind, {verb: 'back', rules: 'all', percent: 0}),
		},
		unsupported: {
			promote: safe`a route has no steps: ${verb('setWeight')} sets a weight`,
			hold: safe`nothing moves by itself: weights stay until somebody sets them`,
			resume: safe`it is not held: weights stay until somebody sets them`,
			toRevision: safe`a route has no revisions: ${verb('setWeight')} sets the weight of a destination`,
			retry: safe`a route never aborts: ${verb('setWeight')} sets a weight`,
			restart: safe`a route has no pods: restart the workload behind it`,
			setImage: safe`a route has no image: set that of the workload behind it`,
			jump: safe`a route has no steps: ${verb('setWeight')} sets a weight`,
			terminate: safe`a route has no analysis`,
		},
		permissions: [patches(kind.anchor)],
	};
}

function companionsOf<T extends KubeObject>(kind: RouteKind<T>, route: T): readonly CompanionWatch[] {
	const {namespace, name} = route.metadata;
	const services = new Map(
		kind
			.entries(route)
			.filter(isCandidate)
			.flatMap(({destinations}) => destinations.flatMap(({service}) => (service ? [service] : [])))
			.map(service => [`${service.namespace}/${service.name}`, service]),
	);
	return [
		...Array.from(services.values(), service => ({
			kindId: ENDPOINT_SLICES.id,
			namespace: service.namespace,
			labelSelector: `kubernetes.io/service-name=${service.name}`,
		})),
		{
			kindId: EVENTS.id,
			namespace,
			fieldSelector: `involvedObject.kind=${kind.anchor.kind},involvedObject.name=${name}`,
		},
		{kindId: HORIZONTAL_POD_AUTOSCALERS.id, namespace},
	];
}

function namespacesOf<T extends KubeObject>(kind: RouteKind<T>, route: T): readonly string[] {
	const led = namedEntries(kind, route).flatMap(({destinations}) => destinations.flatMap(({service}) => service ?? []));
	return [...led, ...kind.called(route).services].map(({namespace}) => namespace);
}

/** True while the route splits requests, or its controllers have not answered. */
function isMoving<T extends KubeObject>(kind: RouteKind<T>, route: T): boolean {
	const entries = namedEntries(kind, route);
	return isSplit(entries, entries.filter(isCandidate)) || kind.acceptance?.(route).kind === 'pending';
}
