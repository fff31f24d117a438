import type {ShopService} from '../../contract.ts';
import type {TrafficPeriod} from '../series/traffic-model.ts';
import type {ClusterObjects, EventObject, ReplicaSetObject, RolloutObject, ServiceObject} from './cluster-objects.ts';
import {changesToldBy, type PastChanges, valueAt} from './past-changes.ts';
import type {Route} from './route.ts';
import {routesOf, sharesOf} from './routing.ts';

interface Past {
	readonly service: ShopService;
	/** The present objects. */
	readonly objects: ClusterObjects;
	/** The Rollout of the service, if it has one. */
	readonly rollout: RolloutObject | undefined;
	readonly events: readonly EventObject[];
	readonly originMs: number;
}

/** Where the requests of a service went before the demo started: the present routes, undone change by change as far
 * as Events and the creation times of ReplicaSets tell, and constant where they do not. Empty when no route exists. */
export const pastShares = ({service, objects, rollout, events, originMs}: Past): readonly TrafficPeriod[] => {
	const {namespace} = service;
	const changes = changesToldBy(events, namespace);
	const births = objects.replicaSets.filter(({metadata}) => metadata.namespace === namespace).map(bornMs);
	const told = [...changes.weights, ...changes.selectors, ...changes.replicas].map(({atMs}) => atMs);
	const times = [...new Set([originMs, ...told, ...births])].filter(atMs => atMs >= originMs).sort((a, b) => a - b);
	const present = routesOf(service, objects);
	if (present.length === 0) return [];
	const sides = sidesOf(rollout) ?? flaggerSides(service, objects);
	const periods = times.map(fromMs => {
		const then = objectsAt(fromMs, objects, changes);
		return {fromMs, shares: sharesOf(service, routesAt(fromMs, present, sides, changes), then)};
	});
	const first = periods.findIndex(isAnswered);
	return first === -1 ? [] : periods.slice(first);
};

/** Leave out the time before a service's first pods: it got no requests. */
const isAnswered = ({shares}: TrafficPeriod): boolean =>
	shares.some(({destination, share}) => share > 0 && destination.tag !== undefined);

/** The two Services between which a release moves requests. */
interface Sides {
	/** The object whose Events report the weights. */
	readonly subject: string;
	readonly canary: string;
	readonly stable: string;
}

const sidesOf = (rollout: RolloutObject | undefined): Sides | undefined => {
	const {canaryService, stableService} = rollout?.spec.strategy?.canary ?? {};
	if (rollout === undefined || canaryService === undefined || stableService === undefined) return undefined;
	return {subject: rollout.metadata.name, canary: canaryService, stable: stableService};
};

const flaggerSides = ({namespace, name}: ShopService, {virtualServices}: ClusterObjects): Sides | undefined => {
	const route = virtualServices.find(({metadata}) => metadata.namespace === namespace && metadata.name === name);
	const owner = route?.metadata.ownerReferences?.find(({kind}) => kind === 'Canary');
	return owner && {subject: owner.name, canary: `${name}-canary`, stable: `${name}-primary`};
};

/** The routes at a time in the past: the stable side gets what the canary lost or loses what it gained. In an A/B
 * test the weights count only the requests that match. */
const routesAt = (
	atMs: number,
	present: readonly Route[],
	sides: Sides | undefined,
	{weights}: PastChanges,
): readonly Route[] => {
	const canary = present.find(({service}) => service === sides?.canary);
	const stable = present.findLast(({service}) => service === sides?.stable);
	if (sides === undefined || canary === undefined || stable === undefined) return present;
	const weightAt = (time: number) => valueAt(weights, {subject: sides.subject, atMs: time, otherwise: canary.weight});
	const now = weightAt(Number.POSITIVE_INFINITY);
	const then = now === 0 ? weightAt(atMs) : (weightAt(atMs) * canary.weight) / now;
	return present.map(route => {
		if (route === canary) return {...route, weight: then};
		return route === stable ? {...route, weight: route.weight + canary.weight - then} : route;
	});
};

const objectsAt = (atMs: number, objects: ClusterObjects, {selectors, replicas}: PastChanges): ClusterObjects => {
	const services = objects.services.map(service => withSelectorAt(atMs, service, selectors));
	const born = objects.replicaSets.filter(replicaSet => bornMs(replicaSet) <= atMs);
	const sized = born.map(replicaSet => {
		const subject = replicaSet.metadata.name;
		const readyReplicas = valueAt(replicas, {subject, atMs, otherwise: replicaSet.status?.readyReplicas ?? 0});
		return withReady(replicaSet, readyReplicas);
	});
	return {...objects, services, replicaSets: [...sized, ...stoodIn(services, sized)]};
};

const hashLabel = 'rollouts-pod-template-hash';

const withSelectorAt = (atMs: number, service: ServiceObject, changes: PastChanges['selectors']): ServiceObject => {
	const now = service.spec?.selector?.[hashLabel];
	if (now === undefined) return service;
	const then = valueAt(changes, {subject: service.metadata.name, atMs, otherwise: now});
	return {...service, spec: {...service.spec, selector: {...service.spec?.selector, [hashLabel]: then || now}}};
};

/** A version that a Service selected by its hash had pods, even if the Event of their removal is gone. */
const stoodIn = (
	services: readonly ServiceObject[],
	replicaSets: readonly ReplicaSetObject[],
): readonly ReplicaSetObject[] =>
	replicaSets
		.filter(({metadata, spec, status}) => {
			const hash = spec.template.metadata?.labels?.[hashLabel];
			const isSelected = services.some(
				service => service.metadata.namespace === metadata.namespace && service.spec?.selector?.[hashLabel] === hash,
			);
			return hash !== undefined && isSelected && (status?.readyReplicas ?? 0) === 0;
		})
		.map(replicaSet => withReady(replicaSet, 1));

const withReady = (replicaSet: ReplicaSetObject, readyReplicas: number): ReplicaSetObject => ({
	...replicaSet,
	status: {...replicaSet.status, readyReplicas},
});

const bornMs = ({metadata}: ReplicaSetObject): number => Date.parse(metadata.creationTimestamp ?? '1970-01-01');
